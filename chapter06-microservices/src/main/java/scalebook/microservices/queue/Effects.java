package scalebook.microservices.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What a job does to the database: once, however often it is delivered. That it was done is written
 * in the same transaction as what was done.
 */
public final class Effects {
  private static final String POISON = "poison";

  private final DataSource database;

  public Effects(DataSource database) {
    this.database = database;
  }

  /** The tables, empty. */
  public void create() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS jobs_done, effects");
      statement.execute("CREATE TABLE jobs_done (job VARCHAR(40) PRIMARY KEY)");
      // No key over the job: an effect that happens twice would be seen.
      statement.execute(
          "CREATE TABLE effects (at BIGINT PRIMARY KEY AUTO_INCREMENT, job VARCHAR(40) NOT NULL)");
    }
  }

  /** False when it was done before. */
  public boolean apply(String job, String text) throws SQLException {
    if (text.equals(POISON)) {
      throw new SQLException("nobody can do this one");
    }
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        insert(connection, "INSERT INTO jobs_done (job) VALUES (?)", job);
      } catch (SQLIntegrityConstraintViolationException before) {
        connection.rollback();
        return false;
      }
      insert(connection, "INSERT INTO effects (job) VALUES (?)", job);
      connection.commit();
      return true;
    }
  }

  private static void insert(Connection connection, String sql, String job) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, job);
      insert.executeUpdate();
    }
  }

  /** What is there. */
  public record Count(Set<String> jobs, long twice) {}

  public Count count() throws SQLException {
    Set<String> jobs = new HashSet<>();
    long twice = 0;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT job FROM effects")) {
      while (row.next()) {
        twice += jobs.add(row.getString(1)) ? 0 : 1;
      }
    }
    return new Count(jobs, twice);
  }
}
