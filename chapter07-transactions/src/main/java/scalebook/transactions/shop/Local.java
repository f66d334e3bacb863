package scalebook.transactions.shop;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A transaction in one database: what every database can do without help. */
public final class Local {
  private Local() {}

  /** What is done in it. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Connection connection) throws SQLException, Refused;
  }

  /** Commits when the work returns, rolls back when it throws. */
  public static <T> T transaction(DataSource database, Work<T> work) throws SQLException, Refused {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false); // the pool sets it back, and rolls back what is left
      T result = work.in(connection);
      connection.commit();
      return result;
    }
  }
}
