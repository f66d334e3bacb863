package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.lab.story.Story;

/** Two nodes of a Galera group change the same rows, where its library is installed. */
public final class Certification {
  private static final int ABORTED = 1213;

  /**
   * What two nodes did with the same rows.
   *
   * @param refused second commits of two that changed the same row at once
   * @param lost changes that a transaction, which had read before them, overwrote
   */
  public record Seen(int rounds, int refused, int lost) {}

  /** One line of what was seen, or that Galera is not here. */
  public static void tell(Story story, Lab lab, int rounds) throws Exception {
    Optional<Seen> seen = tried(lab, rounds);
    seen.ifPresentOrElse(
        s ->
            story.note(
                "Galera: of %d conflicts %d are refused at commit; of %d updates of what was read"
                    + " before, %.0f are lost",
                rounds, s.refused(), rounds, story.figure("lostInGalera", s.lost())),
        () -> story.note("Galera is not installed: its conflict at commit is not shown"));
  }

  private static Optional<Seen> tried(Lab lab, int rounds) throws Exception {
    Optional<Galera> started = Galera.start(lab);
    if (started.isEmpty()) {
      return Optional.empty();
    }
    try (Galera galera = started.get()) {
      return Optional.of(conflicts(galera, rounds));
    }
  }

  private Certification() {}

  private static Seen conflicts(Galera galera, int rounds) throws SQLException {
    int refused = 0;
    int lost = 0;
    try (Connection one = galera.connect(0);
        Connection other = galera.connect(1);
        Connection watcher = galera.connect(1)) {
      Sql.run(one, "CREATE TABLE counters (id INT PRIMARY KEY, value INT)");
      for (int id = 0; id < rounds; id++) {
        Sql.change(one, "INSERT INTO counters VALUES (?, 0)", id);
        refused += atOnce(one, other, id) ? 1 : 0;
        lost += lostUpdate(one, other, watcher, id) ? 1 : 0;
      }
    }
    return new Seen(rounds, refused, lost);
  }

  /** Both change a row in a transaction, and commit: is the second one refused? */
  private static boolean atOnce(Connection one, Connection other, int id) throws SQLException {
    String add = "UPDATE counters SET value = value + 1 WHERE id = ?";
    one.setAutoCommit(false);
    other.setAutoCommit(false);
    try {
      Sql.change(other, add, id);
      Sql.change(one, add, id);
      one.commit();
      other.commit();
      return false;
    } catch (SQLException conflict) {
      other.rollback();
      if (conflict.getErrorCode() != ABORTED) {
        throw conflict;
      }
      return true;
    } finally {
      one.setAutoCommit(true);
      other.setAutoCommit(true);
    }
  }

  /**
   * A transaction reads, the other node changes what it read, and it writes one more than it read:
   * is the change lost?
   */
  private static boolean lostUpdate(Connection one, Connection other, Connection watcher, int id)
      throws SQLException {
    String read = "SELECT value FROM counters WHERE id = ?";
    String write = "UPDATE counters SET value = ? WHERE id = ?";
    other.setAutoCommit(false);
    try {
      long there = Sql.number(other, read, id);
      Sql.change(one, write, there + 1, id);
      Sql.number(watcher, read, id); // waits until the change is there, too
      Sql.change(other, write, there + 1, id);
      other.commit();
      return Sql.number(one, read, id) == there + 1;
    } catch (SQLException conflict) {
      other.rollback();
      return false;
    } finally {
      other.setAutoCommit(true);
    }
  }
}
