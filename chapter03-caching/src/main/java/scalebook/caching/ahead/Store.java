package scalebook.caching.ahead;

import java.util.List;

/** Where the truth is kept: the database. */
@FunctionalInterface
public interface Store {
  /** A new value of a key. */
  record Write(int key, long value) {}

  /** All of them in one transaction, one after the other. */
  void write(List<Write> writes) throws Exception;
}
