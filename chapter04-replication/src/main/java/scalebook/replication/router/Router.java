package scalebook.replication.router;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.MySql;
import scalebook.engines.Replication;
import scalebook.engines.Sql.Work;
import scalebook.engines.process.Tasks;

/** Sends writes to the primary and reads to replicas that are not too far behind. */
public final class Router implements AutoCloseable {
  private static final int CONNECTIONS = 12;
  private static final int READ_ONLY = 1290;
  private static final long CONNECT_MILLIS = 400;
  private static final String SOCKET_MILLIS = "6000";
  private static final long PATIENCE_MILLIS = 10_000;

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, HikariDataSource> copies = new LinkedHashMap<>();
  private final Properties writer;
  private final Properties reader;
  private final Replication dialect;
  private final Policy policy;
  private final Rotation rotation;
  private final AtomicInteger next = new AtomicInteger();
  private volatile EpochPool primary;
  private volatile long patienceMillis = PATIENCE_MILLIS;
  private volatile boolean closed;

  /** Where clients find a database: to write, to read as at the primary, to read any copy. */
  public record Place(String name, String writeUrl, String strongUrl, String readUrl) {}

  /** How it went, and in which epoch. */
  public record Written<T>(T result, long epoch, String node) {}

  public Router(
      List<Place> places,
      Properties writer,
      Properties reader,
      Replication dialect,
      Policy policy) {
    this.writer = writer;
    this.reader = reader;
    this.dialect = dialect;
    this.policy = policy;
    for (Place place : places) {
      this.places.put(place.name(), place);
      copies.put(place.name(), pool(place.readUrl(), reader, Map.of()));
    }
    this.rotation = new Rotation(copies, dialect, policy);
  }

  private static HikariDataSource pool(String url, Properties login, Map<String, String> more) {
    Properties settings = new Properties();
    settings.putAll(login);
    settings.setProperty("socketTimeout", SOCKET_MILLIS);
    settings.putAll(more);
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

  Policy policy() {
    return policy;
  }

  /** From now on this one takes the writes; an older word than the last one is not listened to. */
  public synchronized Router primary(long epoch, String name) {
    EpochPool before = primary;
    if (closed || before != null && before.epoch() >= epoch) {
      return this;
    }
    // The epoch travels with every connection, and so with every write.
    Map<String, String> mine = Map.of("sessionVariables", "@epoch=" + epoch);
    Place at = places.get(name);
    HikariDataSource reads = pool(at.strongUrl(), reader, Map.of());
    primary = new EpochPool(epoch, name, pool(at.writeUrl(), writer, mine), reads);
    rotation.isPrimary(primary.reads());
    if (before != null) {
      Tasks.daemon("old-epoch", before::retire).start();
    }
    return this;
  }

  public String primaryName() {
    EpochPool now = primary;
    return now == null ? "nobody" : now.name();
  }

  public long epoch() {
    EpochPool now = primary;
    return now == null ? 0 : now.epoch();
  }

  private EpochPool awaitPrimary(long deadlineNanos) throws SQLException {
    while (primary == null) {
      if (System.nanoTime() - deadlineNanos > 0 || closed) {
        throw new SQLTransientConnectionException("there is no primary");
      }
      LockSupport.parkNanos(5_000_000);
    }
    return primary;
  }

  private record Writing(EpochPool at, Connection connection) {}

  private Writing connect(long deadline) throws SQLException {
    while (true) {
      EpochPool now = awaitPrimary(deadline);
      try {
        return new Writing(now, now.pool().getConnection());
      } catch (SQLException nothingSent) {
        again(nothingSent, deadline);
      }
    }
  }

  Connection writing() throws SQLException {
    return connect(deadline()).connection();
  }

  /**
   * A write, tried again for a while as long as it is certain that nothing was done. Any other
   * failure is thrown: then nobody knows, and the caller must look.
   */
  public <T> Written<T> write(Work<T> work) throws SQLException {
    long deadline = deadline();
    while (true) {
      Writing now = connect(deadline);
      EpochPool at = now.at();
      try {
        return new Written<>(at.write(now.connection(), work), at.epoch(), at.name());
      } catch (SQLException e) {
        if (!refused(e)) {
          throw e;
        }
        again(e, deadline);
      }
    }
  }

  /** The database itself says that it did not do it. */
  public static boolean refused(SQLException e) {
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
    if (policy.reads() == Reads.PRIMARY) {
      return readingPrimary();
    }
    Optional<Connection> near = readingOneOf(rotation());
    if (near.isPresent()) {
      return near.get();
    }
    if (!rotation.primaryAnswers()) {
      // An old answer is better than none, and nobody waits for one that is away.
      Optional<Connection> old = readingOneOf(rotation.answering());
      if (old.isPresent()) {
        return old.get();
      }
    }
    return readingPrimary();
  }

  private Optional<Connection> readingOneOf(List<String> candidates) {
    int first = next.getAndIncrement() & Integer.MAX_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      String name = candidates.get((first + i) % candidates.size());
      try {
        return Optional.of(copies.get(name).getConnection());
      } catch (SQLException away) {
        rotation.isAway(name);
      }
    }
    return Optional.empty();
  }

  Connection readingPrimary() throws SQLException {
    return awaitPrimary(deadline()).reads().getConnection();
  }

  /** A read, tried at another copy when one is away. */
  public <T> T read(Work<T> work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = reading()) {
        return work.on(connection);
      } catch (SQLException e) {
        if (attempt >= policy.attempts()) {
          throw e;
        }
      }
    }
  }

  /** Replicas that are asked now. */
  public List<String> rotation() {
    return rotation.without(primaryName());
  }

  /** For one client, whose reads may show this. */
  public Session session(Reads reads) {
    return new Session(this, reads);
  }

  @Override
  public synchronized void close() {
    closed = true;
    rotation.close();
    copies.values().forEach(HikariDataSource::close);
    if (primary != null) {
      primary.close();
    }
  }
}
