package scalebook.transactions.exercise;

import java.io.IOException;
import java.util.List;
import scalebook.lab.exercise.Todo;

/** Carries events from a table to a stream. */
public final class OutboxRelay {
  /** {@code number} was given at the insert: it says nothing about who committed first. */
  public record Event(long number, int customer, String text) {}

  /** The outbox. */
  public interface Table {
    /** What is committed and still there, by number. */
    List<Event> waiting();

    /** Committed when it returns. */
    void remove(long number);
  }

  /** The stream; what {@code send} has accepted is safe there. */
  public interface Stream {
    void send(Event event) throws IOException;
  }

  /**
   * One round: sends what waits, and returns how many events left the table. Every event gets to
   * the stream at least once, whenever this program dies; a customer's events get there in order,
   * except for one that was committed late. When one cannot be sent, other customers' events are.
   */
  public int relay(Table table, Stream stream) {
    throw new Todo("send, then remove; whoever cannot be sent holds back only their own");
  }
}
