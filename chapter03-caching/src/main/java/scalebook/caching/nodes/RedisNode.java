package scalebook.caching.nodes;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** A Redis in the place of memcached. */
public record RedisNode(RedisClient redis) implements CacheNode {
  @Override
  public Optional<String> get(String key) throws IOException {
    return ask(() -> Optional.ofNullable(redis.get(key)));
  }

  @Override
  public void set(String key, String value) throws IOException {
    ask(() -> redis.set(key, value));
  }

  @Override
  public void flush() throws IOException {
    ask(redis::flushAll);
  }

  private <T> T ask(Supplier<T> command) throws IOException {
    try {
      return command.get();
    } catch (JedisException down) {
      redis.getPool().clear(); // a new server knows none of the old connections
      throw new IOException(down);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
