package scalebook.replication;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Accounts that must not go below zero, as each database sees them. */
public final class Accounts {
  private Accounts() {}

  /** What is on it. */
  public static long balance(Connection connection, int account) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT cents FROM accounts WHERE id = ?")) {
      select.setInt(1, account);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new IllegalArgumentException("there is no account " + account);
        }
        return row.getLong(1);
      }
    }
  }

  /** Takes it if it is there; one statement, so that no other withdrawal comes between. */
  public static boolean withdraw(Connection connection, int account, long cents)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE accounts SET cents = cents - ? WHERE id = ? AND cents >= ?")) {
      update.setLong(1, cents);
      update.setInt(2, account);
      update.setLong(3, cents);
      return update.executeUpdate() == 1;
    }
  }

  /** Adds it, or takes it when it is negative, without a look at what is there. */
  public static boolean add(Connection connection, int account, long cents) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE accounts SET cents = cents + ? WHERE id = ?")) {
      update.setLong(1, cents);
      update.setInt(2, account);
      return update.executeUpdate() == 1;
    }
  }
}
