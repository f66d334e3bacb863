package scalebook.caching.nodes;

import java.io.IOException;
import java.util.Optional;

/** One cache server, as a client sees it. */
public interface CacheNode extends AutoCloseable {
  Optional<String> get(String key) throws IOException;

  void set(String key, String value) throws IOException;

  /** Everything goes. */
  void flush() throws IOException;

  @Override
  void close();
}
