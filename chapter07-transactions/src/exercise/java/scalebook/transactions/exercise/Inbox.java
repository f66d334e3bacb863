package scalebook.transactions.exercise;

import scalebook.lab.exercise.Todo;

/** Gives events that come at least once their effect once. */
public final class Inbox {
  /** A customer's events are numbered 1, 2, 3 and so on. */
  public record Event(int customer, int number, int amount) {}

  /** What became of it. */
  public enum Receipt {
    APPLIED,
    /** It has had its effect before. */
    SEEN,
    /** One before it has not come yet; it must come again. */
    EARLY
  }

  /** Something to be written in one piece: all of it at {@code commit}, or nothing. */
  public interface Transaction {
    /** The number of the customer's last event here, 0 before the first. */
    int last(int customer);

    void setLast(int customer, int number);

    /** The effect. */
    void add(int customer, int amount);

    void commit();
  }

  /** Opens one; a transaction without a commit leaves nothing. */
  public interface Database {
    Transaction begin();
  }

  /** What the database throws goes to the caller: the event comes again. */
  public Receipt receive(Event event, Database database) {
    throw new Todo("the effect and how far we are, in one transaction");
  }
}
