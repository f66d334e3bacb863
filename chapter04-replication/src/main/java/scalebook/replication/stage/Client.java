package scalebook.replication.stage;

import java.sql.SQLException;
import scalebook.engines.Sql;
import scalebook.replication.router.Session;

/** A client with an account of its own, so that it knows what must be on it. */
public final class Client {
  private final Session session;
  private final int account;
  private long written;
  private long newest = Long.MIN_VALUE;
  private int stale;
  private int backwards;

  public Client(Session session, int account) {
    this.session = session;
    this.account = account;
  }

  /** Writes, waits, and reads ten times: how many of the reads are stale. */
  public static int staleAfter(Session session, long millis) throws Exception {
    Client client = new Client(session, 1);
    client.write();
    Thread.sleep(millis); // the time in which all copies become equal
    for (int i = 0; i < 10; i++) {
      client.read();
    }
    return client.stale();
  }

  public void write() throws SQLException {
    written =
        session.write(
            connection ->
                Sql.inTransaction(
                    connection,
                    c -> {
                      Accounts.add(c, account, 1);
                      return Accounts.balance(c, account);
                    }));
  }

  /** Counts a value that is not what it wrote, and one that is less than it saw before. */
  public void read() throws SQLException {
    long found = session.read(connection -> Accounts.balance(connection, account));
    stale += found == written ? 0 : 1;
    backwards += found < newest ? 1 : 0;
    newest = Math.max(newest, found);
  }

  public int stale() {
    return stale;
  }

  public int backwards() {
    return backwards;
  }

  public Session session() {
    return session;
  }
}
