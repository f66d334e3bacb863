package scalebook.microservices.solution;

import scalebook.microservices.exercise.IdempotentConsumer.Delivery;
import scalebook.microservices.exercise.IdempotentConsumer.Outcome;
import scalebook.microservices.exercise.IdempotentConsumer.Queue;
import scalebook.microservices.exercise.IdempotentConsumer.Store;
import scalebook.microservices.exercise.IdempotentConsumer.Transaction;

/** Commit first, acknowledge second; and the commit knows what was done. */
public final class IdempotentConsumer {
  public Outcome handle(Delivery delivery, int mostDeliveries, Store store, Queue queue)
      throws Exception {
    if (delivery.times() > mostDeliveries) {
      queue.aside(delivery.job());
      queue.acknowledge(delivery.job());
      return Outcome.ASIDE;
    }
    Transaction transaction = store.begin();
    boolean before = transaction.done(delivery.job());
    if (!before) {
      transaction.apply(delivery.job());
      transaction.commit();
    }
    queue.acknowledge(delivery.job());
    return before ? Outcome.DONE_BEFORE : Outcome.DONE;
  }
}
