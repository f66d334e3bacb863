package scalebook.replication.versions;

import java.io.IOException;
import scalebook.replication.lease.Within;

/**
 * What any node does for clients. It refuses before anything was written; no answer may be both.
 */
public interface Front {
  @Within(millis = 3_000)
  Cell read(String key, Choice choice) throws IOException;

  @Within(millis = 3_000)
  void write(String key, String value, Choice choice) throws IOException;

  /** What is kept here for copies that could not be reached. */
  @Within(millis = 3_000)
  int hints() throws IOException;

  /** Messages to other copies that are on their way; their clients may have had an answer. */
  @Within(millis = 3_000)
  int underWay() throws IOException;
}
