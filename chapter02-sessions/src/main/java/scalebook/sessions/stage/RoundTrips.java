package scalebook.sessions.stage;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
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
  private static final Pattern GREETING =
      Pattern.compile("] \"(client|hello|auth)\"", Pattern.CASE_INSENSITIVE);
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
    } else if (begun.getCount() == 0 && ended.getCount() > 0 && isRequest(command)) {
      count.incrementAndGet();
    }
  }

  /** Not from within a script, and not a greeting: that is once for each new connection. */
  private static boolean isRequest(String command) {
    return !command.contains(" lua] ") && !GREETING.matcher(command).find();
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
