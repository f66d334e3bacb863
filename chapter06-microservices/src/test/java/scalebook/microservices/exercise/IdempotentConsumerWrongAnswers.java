package scalebook.microservices.exercise;

import java.util.HashSet;
import java.util.Set;
import scalebook.microservices.exercise.IdempotentConsumer.Outcome;
import scalebook.microservices.exercise.IdempotentConsumer.Transaction;

/** What people really write. */
final class IdempotentConsumerWrongAnswers {

  /** Acknowledges first, so that nothing is done twice. */
  static class AcknowledgesFirst extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return (delivery, most, store, queue) -> {
        queue.acknowledge(delivery.job());
        Transaction transaction = store.begin();
        if (transaction.done(delivery.job())) {
          return Outcome.DONE_BEFORE;
        }
        transaction.apply(delivery.job());
        transaction.commit();
        return Outcome.DONE;
      };
    }
  }

  /** Believes that a job comes once. */
  static class DoesItAgain extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return (delivery, most, store, queue) -> {
        if (delivery.times() > most) {
          queue.aside(delivery.job());
          queue.acknowledge(delivery.job());
          return Outcome.ASIDE;
        }
        Transaction transaction = store.begin();
        transaction.apply(delivery.job());
        transaction.commit();
        queue.acknowledge(delivery.job());
        return Outcome.DONE;
      };
    }
  }

  /** Remembers in memory what it did. */
  static class RemembersInMemory extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      Set<String> done = new HashSet<>();
      return (delivery, most, store, queue) -> {
        if (delivery.times() > most) {
          queue.aside(delivery.job());
          queue.acknowledge(delivery.job());
          return Outcome.ASIDE;
        }
        if (!done.add(delivery.job())) {
          queue.acknowledge(delivery.job());
          return Outcome.DONE_BEFORE;
        }
        Transaction transaction = store.begin();
        transaction.apply(delivery.job());
        transaction.commit();
        queue.acknowledge(delivery.job());
        return Outcome.DONE;
      };
    }
  }

  /** Swallows what fails: acknowledged, and lost. */
  static class SwallowsFailures extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return (delivery, most, store, queue) -> {
        Transaction transaction = store.begin();
        boolean before = transaction.done(delivery.job());
        if (!before) {
          try {
            transaction.apply(delivery.job());
            transaction.commit();
          } catch (Exception e) {
            queue.aside(delivery.job());
          }
        }
        queue.acknowledge(delivery.job());
        return before ? Outcome.DONE_BEFORE : Outcome.DONE;
      };
    }
  }

  private IdempotentConsumerWrongAnswers() {}
}
