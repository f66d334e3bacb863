package scalebook.sessions.stage;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisConnectionException;
import scalebook.engines.Redis;
import scalebook.engines.process.Tasks;

/**
 * Counts the commands that clients send to a Redis, by watching it with MONITOR. What a script does
 * inside the server is no round trip.
 */
public final class RoundTrips implements AutoCloseable {
  private static final long BOUND_SECONDS = 10;
  private static final String BEGIN = "round-trips-begin";
  private static final String END = "round-trips-end";

  private final Redis server;
  private final Jedis watcher;
  private final AtomicLong count = new AtomicLong();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private RoundTrips(Redis server) {
    this.server = server;
    this.watcher = server.connect();
  }

  public static RoundTrips watch(Redis server) throws InterruptedException {
    RoundTrips trips = new RoundTrips(server);
    Tasks.daemon("monitor", trips::listen).start();
    try (Jedis marker = server.connect()) {
      while (!trips.begun.await(2, TimeUnit.MILLISECONDS)) { // until the watcher sees us
        marker.echo(BEGIN);
      }
    }
    return trips;
  }

  private void listen() {
    try {
      watcher.monitor(
          new JedisMonitor() {
            @Override
            public void onCommand(String command) {
              seen(command);
            }
          });
    } catch (JedisConnectionException closed) {
      // That is how it ends.
    }
  }

  private void seen(String command) {
    if (command.contains(BEGIN)) {
      begun.countDown();
    } else if (command.contains(END)) {
      ended.countDown();
    } else if (begun.getCount() == 0
        && ended.getCount() > 0
        && !fromScript(command)
        && !greeting(command)) {
      count.incrementAndGet();
    }
  }

  private static boolean fromScript(String command) {
    return command.contains(" lua] ");
  }

  /** Once for each new connection, not for each request. */
  private static boolean greeting(String command) {
    String lower = command.toLowerCase(Locale.ROOT);
    return lower.contains("] \"client\"")
        || lower.contains("] \"hello\"")
        || lower.contains("] \"auth\"");
  }

  /** All commands up to now. */
  public long count() throws InterruptedException {
    try (Jedis marker = server.connect()) {
      marker.echo(END); // Redis is one thread: what came before it was seen before it
    }
    if (!ended.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("MONITOR did not show the end marker");
    }
    return count.get();
  }

  @Override
  public void close() {
    watcher.close();
  }
}
