package scalebook.microservices.exercise;

import java.util.HashSet;
import java.util.Set;
import scalebook.microservices.exercise.IdempotentConsumer.Delivery;
import scalebook.microservices.exercise.IdempotentConsumer.Outcome;
import scalebook.microservices.exercise.IdempotentConsumer.Queue;
import scalebook.microservices.exercise.IdempotentConsumer.Store;
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

  /** Right but for what a subclass changes. */
  private static class Almost implements IdempotentConsumerContract.Answer {
    boolean tooOften(int times, int most) {
      return times > most;
    }

    boolean done(Transaction transaction, Delivery delivery) {
      return transaction.done(delivery.job());
    }

    void aside(Queue queue, String job) {
      queue.aside(job);
      queue.acknowledge(job);
    }

    void doIt(Transaction transaction, Queue queue, String job) throws Exception {
      transaction.apply(job);
      transaction.commit();
      queue.acknowledge(job);
    }

    void doneBefore(Queue queue, String job) {
      queue.acknowledge(job);
    }

    @Override
    public Outcome handle(Delivery delivery, int most, Store store, Queue queue) throws Exception {
      if (tooOften(delivery.times(), most)) {
        aside(queue, delivery.job());
        return Outcome.ASIDE;
      }
      Transaction transaction = store.begin();
      if (done(transaction, delivery)) {
        doneBefore(queue, delivery.job());
        return Outcome.DONE_BEFORE;
      }
      doIt(transaction, queue, delivery.job());
      return Outcome.DONE;
    }
  }

  /** Acknowledges what was applied and not yet committed. */
  static class AcknowledgesBeforeTheCommit extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void doIt(Transaction transaction, Queue queue, String job) throws Exception {
          transaction.apply(job);
          queue.acknowledge(job);
          transaction.commit();
        }
      };
    }
  }

  /** Acknowledges poison first: a crash, and nobody ever finds it. */
  static class LosesPoison extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void aside(Queue queue, String job) {
          queue.acknowledge(job);
          queue.aside(job);
        }
      };
    }
  }

  /** What comes a second time was done the first time. */
  static class TheSecondTimeIsDone extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        boolean done(Transaction transaction, Delivery delivery) {
          return delivery.times() > 1;
        }
      };
    }
  }

  /** Three deliveries are the most. */
  static class KnowsThree extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        boolean tooOften(int times, int most) {
          return times > 3;
        }
      };
    }
  }

  /** A commit that fails is tried again by the database, surely. */
  static class IgnoresAFailedCommit extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void doIt(Transaction transaction, Queue queue, String job) throws Exception {
          transaction.apply(job);
          try {
            transaction.commit();
          } catch (RuntimeException e) {
            // surely
          }
          queue.acknowledge(job);
        }
      };
    }
  }

  /** Asks the store first, also when that is what fails: the job comes for ever. */
  static class AsksTheStoreFirst extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return (delivery, most, store, queue) -> {
        if (store.begin().done(delivery.job())) {
          queue.acknowledge(delivery.job());
          return Outcome.DONE_BEFORE;
        }
        return new Almost().handle(delivery, most, store, queue);
      };
    }
  }

  /** Nothing to do, so nothing to say: it comes for ever. */
  static class SaysNothingTheSecondTime extends IdempotentConsumerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void doneBefore(Queue queue, String job) {}
      };
    }
  }

  private IdempotentConsumerWrongAnswers() {}
}
