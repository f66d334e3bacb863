package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import scalebook.engines.Sql;

/** Accounts that must not go below zero, as each database sees them. */
public final class Accounts {
  private Accounts() {}

  /** What is on it. */
  public static long balance(Connection connection, int account) throws SQLException {
    return Sql.first(
            connection, row -> row.getLong(1), "SELECT cents FROM accounts WHERE id = ?", account)
        .orElseThrow(() -> new IllegalArgumentException("there is no account " + account));
  }

  /** Takes it if it is there; one statement, so that no other withdrawal comes between. */
  public static boolean withdraw(Connection connection, int account, long cents)
      throws SQLException {
    String take = "UPDATE accounts SET cents = cents - ? WHERE id = ? AND cents >= ?";
    return Sql.change(connection, take, cents, account, cents) == 1;
  }

  /** Adds it, or takes it when it is negative, without a look at what is there. */
  public static boolean add(Connection connection, int account, long cents) throws SQLException {
    String add = "UPDATE accounts SET cents = cents + ? WHERE id = ?";
    return Sql.change(connection, add, cents, account) == 1;
  }

  /** Whatever is on it. */
  public static boolean set(Connection connection, int account, long cents) throws SQLException {
    return Sql.change(connection, "UPDATE accounts SET cents = ? WHERE id = ?", cents, account)
        == 1;
  }
}
