package scalebook.caching.stage.near;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import redis.clients.jedis.RedisClient;
import scalebook.engines.process.Tasks;

/** Writes one key after the other; the value is a number that grows, so a reader can be judged. */
final class Writer implements AutoCloseable {
  static final String PREFIX = "near:";
  static final int KEYS = 20;
  private static final int MOST_VERSIONS = 10_000;
  private static final long EVERY_NANOS = 2_000_000;

  private final RedisClient client;
  private final AtomicLongArray[] acknowledged =
      IntStream.range(0, KEYS)
          .mapToObj(key -> new AtomicLongArray(MOST_VERSIONS))
          .toArray(AtomicLongArray[]::new);
  private final Thread thread = Tasks.daemon("writer", this::write);
  private volatile boolean closed;

  Writer(RedisClient client) {
    this.client = client;
    for (int key = 0; key < KEYS; key++) {
      client.set(PREFIX + key, "0");
    }
    thread.start();
  }

  private void write() {
    for (int version = 1; version < MOST_VERSIONS - 1; version++) {
      for (int key = 0; key < KEYS && !closed; key++) {
        client.set(PREFIX + key, String.valueOf(version));
        acknowledged[key].set(version, System.nanoTime());
        LockSupport.parkNanos(EVERY_NANOS);
      }
    }
  }

  /** How long a newer version had been acknowledged when somebody asked, and got this one. */
  long staleNanos(int key, int version, long asked) {
    long newer = acknowledged[key].get(version + 1);
    return newer == 0 ? 0 : Math.max(0, asked - newer);
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
