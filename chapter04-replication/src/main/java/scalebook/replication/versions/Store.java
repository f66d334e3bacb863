package scalebook.replication.versions;

import java.io.IOException;
import scalebook.replication.lease.Within;

/** One copy, for the other nodes. */
public interface Store {
  @Within(millis = 1_000)
  Cell get(String key) throws IOException;

  /** Merges, and tells what is there now. */
  @Within(millis = 1_000)
  Cell put(String key, Cell cell, boolean siblings) throws IOException;
}
