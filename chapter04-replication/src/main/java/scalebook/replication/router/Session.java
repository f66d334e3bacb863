package scalebook.replication.router;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.Replication.Position;
import scalebook.engines.Sql;
import scalebook.replication.database.Database;

/**
 * What one client reads and writes with. The session's token goes with the client, whichever pooled
 * connection serves it.
 *
 * <p>The token is a position: every write moves it, and every read does. A replica is asked to wait
 * until it has come so far, for a bounded time; after that the primary answers. The primary is not
 * asked to wait: it has what it acknowledged, and a write that a failover lost will never come. So
 * a token from elsewhere holds only as long as this router does not take an old primary for one.
 */
public final class Session {
  private final Router router;
  private final Reads reads;
  private final AtomicLong atReplicas = new AtomicLong();
  private final AtomicLong atPrimary = new AtomicLong();
  private volatile Position token;

  private interface AtTheEnd extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

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

  /** At the primary, once: who fails must look, for nobody knows. */
  public <T> T write(Sql.Work<T> work) throws SQLException {
    return on(router.writing(), work);
  }

  /** At any copy that has what this client may expect. */
  public <T> T read(Sql.Work<T> work) throws SQLException {
    return on(open(), work);
  }

  private <T> T on(Connection connection, Sql.Work<T> work) throws SQLException {
    try (connection;
        AtTheEnd moves = () -> move(connection)) {
      return work.on(connection);
    }
  }

  /** Before the connection goes back: how far is this client now? */
  private void move(Connection connection) throws SQLException {
    if (reads == Reads.OWN) {
      String positions = router.dialect().readPosition();
      Sql.query(connection, row -> at(router.dialect().parse(row.getString(1))), positions);
    }
  }

  private Connection open() throws SQLException {
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
          || Database.await(replica, router.dialect(), token.text(), router.policy().tokenMillis());
    } catch (SQLException away) {
      return false;
    }
  }
}
