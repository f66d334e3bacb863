package scalebook.caching.near;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import scalebook.engines.process.Tasks;

/**
 * A connection on which Redis tells of every changed key (CLIENT TRACKING in broadcasting mode), to
 * itself: Redis 6 has no other way for a client of the older protocol. It is made again when it
 * breaks; what was said meanwhile is lost.
 */
public final class Invalidations implements AutoCloseable {
  private static final String CHANNEL = "__redis__:invalidate";
  private static final long PAUSE_MILLIS = 10;

  private final URI redis;
  private final String prefix;
  private final NearCache cache;
  private final long everyMillis;
  private final AtomicInteger connections = new AtomicInteger();
  private final Thread listener;
  private final Thread asker;
  private volatile Session session;
  private volatile boolean closed;

  /**
   * @param prefix of the keys whose changes matter
   * @param everyMillis how often it asks for a proof that nothing is under way
   */
  public Invalidations(URI redis, String prefix, NearCache cache, long everyMillis) {
    this.redis = redis;
    this.prefix = prefix;
    this.cache = cache;
    this.everyMillis = everyMillis;
    this.listener = Tasks.daemon("invalidations", this::listen);
    this.asker = Tasks.daemon("invalidations-ask", this::ask);
    listener.start();
    asker.start();
  }

  /** One connection, from its first message to its end. */
  private final class Session extends JedisPubSub {
    private final Queue<Long> asked = new ConcurrentLinkedQueue<>();

    @Override
    public void onSubscribe(String channel, int count) {
      cache.forget(); // ① what came before this connection was not tracked
      session = this;
      connections.incrementAndGet();
    }

    @Override
    public void onMessage(String channel, String key) {
      if (key == null) { // FLUSHALL
        cache.forget();
      } else {
        cache.changed(key);
      }
    }

    @Override
    public void onPong(String text) {
      cache.proven(asked.remove()); // ② when it was asked: no change before that is under way
    }

    private void question() {
      asked.add(System.nanoTime());
      ping();
    }
  }

  private void listen() {
    while (!closed) {
      try (Jedis jedis = new Jedis(redis)) {
        String id = String.valueOf(jedis.clientId());
        jedis.sendCommand(
            Protocol.Command.CLIENT, "TRACKING", "ON", "REDIRECT", id, "BCAST", "PREFIX", prefix);
        jedis.subscribe(new Session(), CHANNEL);
      } catch (JedisException broken) {
        session = null;
        cache.forget();
        pause(PAUSE_MILLIS);
      }
    }
  }

  private void ask() {
    while (!closed) {
      Session current = session;
      try {
        if (current != null) {
          current.question();
        }
      } catch (JedisException broken) {
        session = null; // the listener sees it, too
      }
      pause(everyMillis);
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often it was made. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    closed = true;
    Session current = session;
    if (current != null) {
      try {
        current.unsubscribe();
      } catch (JedisException gone) {
        // Then there is nothing to end.
      }
    }
    listener.interrupt();
    asker.interrupt();
  }
}
