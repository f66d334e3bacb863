package scalebook.transactions.outbox;

import java.io.IOException;
import java.util.List;

/** One round of a relay, in the place of ours. */
@FunctionalInterface
public interface Carrier {
  /** Returns how many left the table. */
  int relay(Table table, Stream stream);

  /** A row of the outbox. */
  record Event(long number, int customer, String text) {}

  /** The outbox. */
  interface Table {
    List<Event> waiting();

    void remove(long number);
  }

  /** Where they go. */
  interface Stream {
    void send(Event event) throws IOException;
  }
}
