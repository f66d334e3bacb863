package scalebook.transactions.twophase;

import com.mysql.cj.jdbc.MysqlXADataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import scalebook.engines.Endpoints;

/** A database that can promise: a bounded pool of XA connections to it. */
public final class XaResource implements AutoCloseable {
  private static final int CONNECTIONS = 16;
  private static final long TAKE_MILLIS = 2_500;

  /**
   * The server drops a connection that says nothing for so long, and with it a branch that was not
   * prepared: a coordinator that vanished without a goodbye holds no locks for ever. A prepared
   * branch stays, and becomes free for another connection to end.
   */
  private static final int SERVER_IDLE_SECONDS = 4;

  private static final long OUR_IDLE_NANOS = TimeUnit.SECONDS.toNanos(SERVER_IDLE_SECONDS - 2);

  private final String name;
  private final MysqlXADataSource source = new MysqlXADataSource();
  private final Semaphore permits = new Semaphore(CONNECTIONS);
  private final Deque<Link> idle = new ArrayDeque<>();

  public XaResource(String name, Endpoints endpoints) {
    this.name = name;
    Properties settings = endpoints.settings(name);
    source.setUser((String) settings.remove("user"));
    source.setPassword((String) settings.remove("password"));
    settings.merge(
        "sessionVariables",
        "wait_timeout=" + SERVER_IDLE_SECONDS,
        (have, more) -> have + "," + more);
    source.setUrl(
        endpoints.url(name)
            + settings.stringPropertyNames().stream()
                .map(key -> key + "=" + settings.getProperty(key))
                .collect(Collectors.joining("&", "?", "")));
  }

  /** One physical connection, and what speaks XA over it. */
  record Link(XAConnection physical, XAResource xa, Connection connection, long since) {}

  public String name() {
    return name;
  }

  /** A connection that nobody else uses. Each is either given back or dropped. */
  Link take() throws SQLException {
    try {
      if (!permits.tryAcquire(TAKE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new SQLException("no connection to " + name + " is free");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
    Link free;
    synchronized (idle) {
      free = idle.pollLast(); // the warmest
    }
    if (free != null && System.nanoTime() - free.since <= OUR_IDLE_NANOS) {
      return free;
    }
    if (free != null) {
      closeQuietly(free); // the server is about to drop it
    }
    try {
      return open();
    } catch (SQLException | RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  /** A connection outside of the bound: for one recovery. */
  Link open() throws SQLException {
    XAConnection physical = source.getXAConnection();
    return new Link(physical, physical.getXAResource(), physical.getConnection(), 0);
  }

  void giveBack(Link link) {
    synchronized (idle) {
      idle.addLast(new Link(link.physical, link.xa, link.connection, System.nanoTime()));
    }
    permits.release();
  }

  /** For a connection that failed: whatever was open on it is rolled back by its end. */
  void drop(Link link) {
    closeQuietly(link);
    permits.release();
  }

  static void closeQuietly(Link link) {
    try {
      link.physical.close();
    } catch (SQLException gone) {
      // That is what we wanted.
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      idle.forEach(XaResource::closeQuietly);
      idle.clear();
    }
  }
}
