package scalebook.caching.cache;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;
import scalebook.engines.RedisScript;

/**
 * A Redis that may be slow or dead: then it is no cache, and nothing worse.
 *
 * <p>Each wait is bounded by the client's time-outs. After a failure nobody asks for a moment, so
 * that a dead cache costs one caller a time-out, not all of them. A writer does not reach it
 * either: what a cache that was only slow still holds may be old until its time to live is over.
 */
public final class RedisCache {
  private static final String LEASE = "lease:";

  /** Only over something older. Refuses a reader that was overtaken by a writer. */
  private static final RedisScript SET_NEWER = RedisScript.of(RedisCache.class, "set-newer");

  private static final RedisScript DELETE_IF = RedisScript.of(RedisCache.class, "delete-if");

  private final RedisClient redis;
  private final Outage outage;
  private final AtomicLong awayUntil = new AtomicLong(System.nanoTime());
  private final AtomicLong failures = new AtomicLong();

  /**
   * What a failure of the cache means.
   *
   * @param bypass whether it counts as a miss; otherwise it is the caller's failure, too
   * @param pauseMillis how long nobody asks after it
   */
  public record Outage(boolean bypass, long pauseMillis) {
    public static final Outage BYPASSED = new Outage(true, 100);

    public Outage thrown() {
      return new Outage(false, pauseMillis);
    }

    public Outage withoutPause() {
      return new Outage(bypass, 0);
    }
  }

  public RedisCache(RedisClient redis) {
    this(redis, Outage.BYPASSED);
  }

  public RedisCache(RedisClient redis, Outage outage) {
    this.redis = redis;
    this.outage = outage;
  }

  /** What the command answers, or what holds when there is no cache. */
  private <T> T ask(Supplier<T> command, T otherwise) {
    if (away()) {
      return otherwise;
    }
    try {
      return command.get();
    } catch (JedisDataException no) { // it is there, and refuses: another type, or no room
      failures.incrementAndGet();
      if (outage.bypass) {
        return otherwise;
      }
      throw no;
    } catch (JedisException down) {
      failures.incrementAndGet();
      awayUntil.set(System.nanoTime() + outage.pauseMillis * 1_000_000);
      redis.getPool().clear(); // a new server knows none of the old connections
      if (outage.bypass) {
        return otherwise;
      }
      throw down;
    }
  }

  /**
   * Nothing also when what is there cannot be read: then it goes, or it would be missed for ever.
   */
  public Optional<Entry> get(String key) {
    Optional<String> written = ask(() -> Optional.ofNullable(redis.get(key)), Optional.empty());
    Optional<Entry> entry = written.flatMap(Entry::read);
    if (written.isPresent() && entry.isEmpty()) {
      deleteIf(key, written.get());
    }
    return entry;
  }

  /** Not what came there meanwhile. */
  private void deleteIf(String key, String value) {
    ask(() -> DELETE_IF.run(redis, List.of(key), List.of(value)), 0L);
  }

  /** False when something newer is there. */
  public boolean setIfNewer(String key, Entry entry, long keepMillis) {
    List<String> arguments = List.of(entry.write(), String.valueOf(keepMillis));
    return ask(() -> SET_NEWER.<Long>run(redis, List.of(key), arguments) == 1, true);
  }

  /**
   * Who may load alone, until it is given back or so long has passed. Somebody else may hold it; of
   * a cache that fails everybody holds it.
   */
  public Lease lease(String key, long millis) {
    String token = UUID.randomUUID().toString();
    SetParams once = SetParams.setParams().nx().px(millis);
    boolean held = ask(() -> redis.set(LEASE + key, token, once) != null, true);
    return new Lease(this, key, token, held);
  }

  /** The lease of a key, or the news that it is another's. */
  public record Lease(RedisCache cache, String key, String token, boolean held)
      implements AutoCloseable {
    /** Gives back what is still ours. */
    @Override
    public void close() {
      if (held) {
        cache.deleteIf(LEASE + key, token);
      }
    }
  }

  /** Whether it is there now. */
  public boolean answers() {
    try {
      return ask(() -> redis.ping() != null, false);
    } catch (JedisException down) {
      return false;
    }
  }

  /** Whether it is left alone just now, after a failure. */
  public boolean away() {
    return System.nanoTime() - awayUntil.get() < 0;
  }

  /** Commands that failed. */
  public long failures() {
    return failures.get();
  }
}
