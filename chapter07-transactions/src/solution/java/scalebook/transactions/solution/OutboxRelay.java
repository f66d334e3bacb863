package scalebook.transactions.solution;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import scalebook.transactions.exercise.OutboxRelay.Event;
import scalebook.transactions.exercise.OutboxRelay.Stream;
import scalebook.transactions.exercise.OutboxRelay.Table;

/** Remembers nothing: what is in the table is what is left to do. */
public final class OutboxRelay {
  public int relay(Table table, Stream stream) {
    Set<Integer> stuck = new HashSet<>();
    int sent = 0;
    for (Event event : table.waiting()) {
      if (stuck.contains(event.customer())) {
        continue; // or it would overtake the one before it
      }
      try {
        stream.send(event);
      } catch (IOException later) {
        stuck.add(event.customer());
        continue;
      }
      table.remove(event.number()); // a crash before this sends it once more
      sent++;
    }
    return sent;
  }
}
