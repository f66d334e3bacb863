package scalebook.transactions.exercise;

import java.util.List;
import scalebook.lab.exercise.Todo;

/**
 * The stock's step of an order that runs by events alone: nobody tells it what to do; it hears what
 * has happened, does its own part, and says so. Each call is one local transaction, inbox and
 * outbox included. It is called by one thread at a time.
 */
public final class ChoreographedStep {
  /** The first three are others' events, the last four are ours. */
  public enum Type {
    ORDER_PLACED,
    PAYMENT_REFUSED,
    ORDER_CANCELLED,
    STOCK_RESERVED,
    STOCK_REFUSED,
    STOCK_RELEASED,
    GAVE_UP
  }

  /**
   * An event.
   *
   * @param id its own; the same event may come several times, and others in any order
   * @param quantity how many pieces the order is about
   * @param hops how many events led to this one
   */
  public record Event(String id, Type type, String order, int quantity, int hops) {}

  /**
   * @param stock pieces at the beginning
   * @param mostHops an event of so many hops has no effect any more: it goes in a circle
   */
  public ChoreographedStep(int stock, int mostHops) {}

  /** What to publish, because this has happened; mostly one event or none. */
  public List<Event> on(Event event) {
    throw new Todo("known already? too many hops? then what it means for the order");
  }

  /** Pieces that are neither reserved nor sold. */
  public int free() {
    throw new Todo("what was there, less what orders hold");
  }
}
