package scalebook.replication.router;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import scalebook.engines.Replication.Position;
import scalebook.replication.topology.Database;

/**
 * A data source for one client. A connection goes to the primary, or, after {@code
 * setReadOnly(true)}, to a replica; the session's token goes with the client, whichever pooled
 * connection serves it.
 *
 * <p>The token is a position: every write moves it, and every read does. A replica is asked to wait
 * until it has come so far, for a bounded time; after that the primary answers. The primary is not
 * asked to wait: it has what it acknowledged, and a write that a failover lost will never come. So
 * a token from elsewhere holds only as long as this router does not take an old primary for one.
 */
public final class Session implements DataSource {
  private static final long WAIT_MILLIS = 250;

  private final Router router;
  private final Reads reads;
  private final AtomicLong atReplicas = new AtomicLong();
  private final AtomicLong atPrimary = new AtomicLong();
  private volatile Position token;

  Session(Router router, Reads reads) {
    this.router = router;
    this.reads = reads;
    this.token = router.dialect().parse("");
  }

  /** Where this client is: it may take it to another session, in a cookie for instance. */
  public Position token() {
    return token;
  }

  /** Goes on where another session of the same client was. */
  public synchronized Session at(Position position) {
    token = router.dialect().both(token, position);
    return this;
  }

  public long readsAtReplicas() {
    return atReplicas.get();
  }

  public long readsAtPrimary() {
    return atPrimary.get();
  }

  @Override
  public Connection getConnection() {
    return RoutedConnection.of(this);
  }

  Connection open(boolean readOnly) throws SQLException {
    if (!readOnly) {
      return router.writing();
    }
    if (reads != Reads.PRIMARY) {
      Connection replica = router.reading();
      if (reads == Reads.ANY || hasToken(replica)) {
        atReplicas.incrementAndGet();
        return replica;
      }
      replica.close(); // too far behind, or it died while we waited
    }
    atPrimary.incrementAndGet();
    return router.readingPrimary();
  }

  private boolean hasToken(Connection replica) {
    try {
      return token.text().isEmpty()
          || Database.await(replica, router.dialect(), token.text(), WAIT_MILLIS);
    } catch (SQLException away) {
      return false;
    }
  }

  /** Before the connection goes back: how far is this client now? */
  void done(Connection connection, boolean readOnly) throws SQLException {
    if (reads != Reads.OWN) {
      return;
    }
    String position = readOnly ? router.dialect().readPosition() : router.dialect().lastWrite();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(position)) {
      while (row.next()) {
        at(router.dialect().parse(row.getString(1)));
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the router knows who connects");
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("nothing is wrapped here");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
