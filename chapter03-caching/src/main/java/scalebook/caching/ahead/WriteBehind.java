package scalebook.caching.ahead;

import java.util.ArrayList;
import java.util.List;
import scalebook.caching.ahead.Store.Write;

/**
 * Acknowledges a write when it is in memory, and writes later. With a journal it is on disk, too,
 * before it is acknowledged.
 */
public final class WriteBehind {
  private final Store store;
  private final Journal journal;
  private final boolean coalescing;
  private final List<Write> waiting = new ArrayList<>();

  /** {@code coalescing}: of several waiting values of a key only the last one is written. */
  public WriteBehind(Store store, Journal journal, boolean coalescing) {
    this.store = store;
    this.journal = journal;
    this.coalescing = coalescing;
  }

  /** When it returns, the write is acknowledged. */
  public synchronized void put(Write write) throws Exception {
    journal.append(write);
    if (coalescing) {
      waiting.removeIf(older -> older.key() == write.key());
    }
    waiting.add(write);
  }

  /** Writes what waits; when the store fails, it goes on waiting. How many were written? */
  public synchronized int flush() throws Exception {
    int count = waiting.size();
    if (count > 0) {
      store.write(List.copyOf(waiting));
      waiting.clear();
    }
    return count;
  }
}
