package scalebook.replication.versions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A copy in memory. */
public final class MemoryStore implements Store {
  private final Map<String, Cell> cells = new ConcurrentHashMap<>();

  @Override
  public Cell get(String key) {
    return cells.getOrDefault(key, Cell.EMPTY);
  }

  @Override
  public Cell put(String key, Cell cell, boolean siblings) {
    return cells.merge(key, cell, (mine, theirs) -> mine.merge(theirs, siblings));
  }
}
