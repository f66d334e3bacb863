package scalebook.replication.router;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.MySql;
import scalebook.engines.Replication;
import scalebook.engines.process.Tasks;

/**
 * Sends writes to the primary and reads to replicas that are not too far behind. Pools of writers
 * belong to an epoch: when it ends they are closed, and no connection to an old primary is used
 * again.
 */
public final class Router implements AutoCloseable {
  private static final int CONNECTIONS = 12;
  private static final int READ_ONLY = 1290;
  private static final long CONNECT_MILLIS = 400;
  private static final String SOCKET_MILLIS = "6000";
  private static final long LOOK_MILLIS = 50;
  private static final long RETIRE_MILLIS = 5_000;
  private static final long HANGS_MILLIS = 800;
  private static final long PATIENCE_MILLIS = 10_000;

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Properties writer;
  private final Properties reader;
  private final Replication dialect;
  private final long mostLagMillis;
  private final Map<String, HikariDataSource> replicas = new ConcurrentHashMap<>();
  private final Set<String> inRotation = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();
  private volatile Primary primary;
  private volatile long patienceMillis = PATIENCE_MILLIS;
  private volatile boolean closed;

  /** Where clients find a database: one address for writes, one for reads. */
  public record Place(String name, String writeUrl, String readUrl) {}

  private record Primary(
      long epoch, String name, HikariDataSource pool, Map<Connection, Long> writes) {
    /**
     * Lets go of an old primary. A pool that is closed tears its connections out of their users'
     * hands, and a clear no that is just coming back would be lost: so those who write get a little
     * time, but nobody waits for one that hangs.
     */
    void retire() {
      long deadline = System.nanoTime() + RETIRE_MILLIS * 1_000_000;
      while (pool.getHikariPoolMXBean().getActiveConnections() > 0
          && System.nanoTime() - deadline < 0
          && !hangs()) {
        LockSupport.parkNanos(5_000_000);
      }
      pool.close();
    }

    private boolean hangs() {
      long now = System.nanoTime();
      return writes.values().stream().anyMatch(began -> now - began > HANGS_MILLIS * 1_000_000);
    }
  }

  /** What is done on one connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** How it went, and in which epoch. */
  public record Written<T>(T result, long epoch, String node) {}

  /**
   * @param mostLagMillis a replica that is further behind is not asked
   */
  public Router(
      List<Place> places,
      Properties writer,
      Properties reader,
      Replication dialect,
      long mostLagMillis) {
    places.forEach(place -> this.places.put(place.name(), place));
    this.writer = with(writer, "socketTimeout", SOCKET_MILLIS);
    this.reader = with(reader, "socketTimeout", SOCKET_MILLIS);
    this.dialect = dialect;
    this.mostLagMillis = mostLagMillis;
    places.forEach(place -> replicas.put(place.name(), pool(place.readUrl(), this.reader)));
    places.forEach(place -> Tasks.daemon("lag-" + place.name(), () -> look(place.name())).start());
  }

  private static Properties with(Properties settings, String name, String value) {
    Properties copy = new Properties();
    copy.putAll(settings);
    copy.setProperty(name, value);
    return copy;
  }

  private static HikariDataSource pool(String url, Properties settings) {
    HikariDataSource pool = MySql.lazyPool("router", url, settings, CONNECTIONS);
    pool.setConnectionTimeout(CONNECT_MILLIS);
    return pool;
  }

  /** How long a write waits for a primary, and is tried again while it is certain to be undone. */
  public Router patience(long millis) {
    patienceMillis = millis;
    return this;
  }

  private long deadline() {
    return System.nanoTime() + patienceMillis * 1_000_000;
  }

  Replication dialect() {
    return dialect;
  }

  /** From now on this one takes the writes; an older word than the last one is not listened to. */
  public synchronized void primary(long epoch, String name) {
    Primary before = primary;
    if (closed || before != null && before.epoch >= epoch) {
      return;
    }
    // The epoch travels with every connection, and so with every write.
    Properties settings = with(writer, "sessionVariables", "@epoch=" + epoch);
    HikariDataSource pool = pool(places.get(name).writeUrl(), settings);
    primary = new Primary(epoch, name, pool, new ConcurrentHashMap<>());
    if (before != null) {
      Tasks.daemon("old-epoch", before::retire).start();
    }
  }

  public String primaryName() {
    Primary now = primary;
    return now == null ? "nobody" : now.name;
  }

  public long epoch() {
    Primary now = primary;
    return now == null ? 0 : now.epoch;
  }

  private Primary awaitPrimary(long deadlineNanos) throws SQLException {
    while (primary == null) {
      if (System.nanoTime() - deadlineNanos > 0 || closed) {
        throw new SQLTransientConnectionException("there is no primary");
      }
      LockSupport.parkNanos(5_000_000);
    }
    return primary;
  }

  Connection writing() throws SQLException {
    return awaitPrimary(deadline()).pool.getConnection();
  }

  /**
   * A write, tried again for a while as long as it is certain that nothing was done. Any other
   * failure is thrown: then nobody knows, and the caller must look.
   */
  public <T> Written<T> write(Work<T> work) throws SQLException {
    long deadline = deadline();
    while (true) {
      Primary now = awaitPrimary(deadline);
      Connection connection;
      try {
        connection = now.pool.getConnection();
      } catch (SQLException nothingSent) {
        again(nothingSent, deadline);
        continue;
      }
      now.writes.put(connection, System.nanoTime());
      try (connection) {
        return new Written<>(work.on(connection), now.epoch, now.name);
      } catch (SQLException e) {
        if (!refused(e)) {
          throw e;
        }
        again(e, deadline);
      } finally {
        now.writes.remove(connection);
      }
    }
  }

  /** The database itself says that it did not do it. */
  private static boolean refused(SQLException e) {
    return e.getErrorCode() == READ_ONLY || "45000".equals(e.getSQLState());
  }

  private void again(SQLException why, long deadline) throws SQLException {
    if (closed || System.nanoTime() - deadline > 0) {
      throw why;
    }
    LockSupport.parkNanos(10_000_000);
  }

  /** Of a replica in rotation, of the primary when there is none, and else of anybody. */
  Connection reading() throws SQLException {
    try {
      Optional<Connection> near = readingOneOf(rotation());
      return near.isPresent() ? near.get() : readingPrimary();
    } catch (SQLException primaryIsAway) {
      // An old answer is better than none.
      return readingOneOf(List.copyOf(places.keySet())).orElseThrow(() -> primaryIsAway);
    }
  }

  private Optional<Connection> readingOneOf(List<String> candidates) {
    int first = next.getAndIncrement() & Integer.MAX_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      String name = candidates.get((first + i) % candidates.size());
      try {
        return Optional.of(replicas.get(name).getConnection());
      } catch (SQLException away) {
        inRotation.remove(name);
      }
    }
    return Optional.empty();
  }

  Connection readingPrimary() throws SQLException {
    return replicas.get(awaitPrimary(deadline()).name).getConnection();
  }

  /** A read, tried at another copy when one is away. */
  public <T> T read(Work<T> work) throws SQLException {
    SQLException last = null;
    for (int i = 0; i <= places.size(); i++) {
      try (Connection connection = reading()) {
        return work.on(connection);
      } catch (SQLException e) {
        last = e;
      }
    }
    throw last;
  }

  /** Replicas that are asked now. */
  public List<String> rotation() {
    List<String> names = new ArrayList<>(inRotation);
    names.remove(primaryName());
    names.sort(null);
    return names;
  }

  /**
   * How far behind is it? By the heartbeat: what the replica itself says is zero when it is cut
   * off.
   */
  private void look(String name) {
    while (!closed) {
      try (Connection connection = replicas.get(name).getConnection();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT TIMESTAMPDIFF(MICROSECOND, at, NOW(6)) FROM heartbeat")) {
        boolean near = row.next() && row.getLong(1) <= mostLagMillis * 1_000;
        if (near) {
          inRotation.add(name);
        } else {
          inRotation.remove(name);
        }
      } catch (SQLException away) {
        inRotation.remove(name);
      }
      LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
    }
  }

  /** For one client, whose reads may show this. */
  public Session session(Reads reads) {
    return new Session(this, reads);
  }

  @Override
  public synchronized void close() {
    closed = true;
    replicas.values().forEach(HikariDataSource::close);
    if (primary != null) {
      primary.pool.close();
    }
  }
}
