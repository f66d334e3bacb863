package scalebook.replication.stage;

import java.sql.SQLException;
import java.util.List;
import scalebook.engines.Sql;
import scalebook.lab.history.History;
import scalebook.replication.router.Session;

/** A client with an account of its own, so that it knows what must be on it. */
public final class Client {
  private final Session session;
  private final int account;
  private final History history;
  private long written;
  private long newest;
  private int stale;
  private int backwards;

  public Client(Session session, int account) throws SQLException {
    this(session, account, new History());
  }

  Client(Session session, int account, History history) throws SQLException {
    this.session = session;
    this.account = account;
    this.history = history;
    this.written = session.write(c -> Accounts.balance(c, account));
    this.newest = written;
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

  private String name() {
    return "client-" + account;
  }

  private String key() {
    return "account-" + account;
  }

  public void write() throws SQLException {
    History.Pending write =
        history.write(name(), "the primary", key(), String.valueOf(written + 1));
    written =
        session.write(
            connection ->
                Sql.inTransaction(
                    connection,
                    c -> {
                      Accounts.add(c, account, 1);
                      return Accounts.balance(c, account);
                    }));
    write.ok();
  }

  /** Counts a value that is not what it wrote, and one that is less than it saw before. */
  public void read() throws SQLException {
    History.Pending read = history.read(name(), "a copy", key());
    long found = session.read(connection -> Accounts.balance(connection, account));
    read.ok(List.of(String.valueOf(found)));
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
