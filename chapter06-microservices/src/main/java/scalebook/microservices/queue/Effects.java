package scalebook.microservices.queue;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import scalebook.engines.Sql;

/**
 * What a job does to the database: once, however often it is delivered. That it was done is written
 * in the same transaction as what was done.
 */
public final class Effects {
  private static final String POISON = "poison";

  private final DataSource database;
  private final boolean noted;

  public Effects(DataSource database, Handling handling) {
    this.database = database;
    this.noted = handling.noted();
  }

  /** The tables, empty. */
  public void create() throws SQLException {
    Sql.with(
        database,
        connection -> {
          Sql.run(
              connection,
              "DROP TABLE IF EXISTS jobs_done, effects",
              "CREATE TABLE jobs_done (job VARCHAR(40) PRIMARY KEY)",
              // No key over the job: an effect that happens twice would be seen.
              "CREATE TABLE effects"
                  + " (at BIGINT PRIMARY KEY AUTO_INCREMENT, job VARCHAR(40) NOT NULL)");
          return true;
        });
  }

  /** False when it was done before. */
  public boolean apply(String job, String text) throws SQLException {
    if (text.equals(POISON)) {
      throw new SQLException("a poison job fails in every worker");
    }
    try {
      return Sql.inTransaction(
          database,
          connection -> {
            if (noted) {
              Sql.change(connection, "INSERT INTO jobs_done (job) VALUES (?)", job);
            }
            Sql.change(connection, "INSERT INTO effects (job) VALUES (?)", job);
            return true;
          });
    } catch (SQLIntegrityConstraintViolationException before) {
      return false;
    }
  }

  /** What is there. */
  public record Count(Set<String> jobs, long twice) {}

  public Count count() throws SQLException {
    List<String> all =
        Sql.with(
            database,
            connection ->
                Sql.query(connection, row -> row.getString(1), "SELECT job FROM effects"));
    Set<String> jobs = new HashSet<>(all);
    return new Count(jobs, all.size() - jobs.size());
  }
}
