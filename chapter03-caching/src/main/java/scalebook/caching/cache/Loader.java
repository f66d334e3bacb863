package scalebook.caching.cache;

import java.util.Optional;
import scalebook.caching.catalogue.Row;

/** Where the truth is. */
@FunctionalInterface
public interface Loader {
  /** Nothing when there is no such thing. */
  Optional<Row> load(String key) throws Exception;
}
