package scalebook.microservices.exercise;

import scalebook.lab.exercise.Todo;

/** Works on jobs that are delivered at least once. */
public final class IdempotentConsumer {
  /** {@code times}: how often it was delivered so far, this time included. */
  public record Delivery(String job, int times) {}

  /** What became of it. */
  public enum Outcome {
    DONE,
    DONE_BEFORE,
    /** Delivered too often: nobody tries it any more. */
    ASIDE
  }

  /** All of it becomes true at {@code commit}, or nothing. */
  public interface Transaction {
    boolean done(String job);

    /** The effect, and the note that it was done. Throws when it cannot be done. */
    void apply(String job) throws Exception;

    void commit();
  }

  /** Opens one. */
  public interface Store {
    Transaction begin();
  }

  /** What is not acknowledged is delivered again. */
  public interface Queue {
    void acknowledge(String job);

    /** Puts it where a human finds it. */
    void aside(String job);
  }

  /**
   * An exception of {@code apply}, or of the store, goes to the caller: the job comes again. What
   * was delivered more than {@code mostDeliveries} times is set aside, and never lost; the store is
   * not asked then, for it may be what fails.
   */
  public Outcome handle(Delivery delivery, int mostDeliveries, Store store, Queue queue)
      throws Exception {
    throw new Todo("done before? apply and commit; then acknowledge. Too often? aside");
  }
}
