package scalebook.replication.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.engines.Sql;

@ExtendWith(WithLab.class)
class ChunksTest {
  private Connection one;
  private Connection other;

  @BeforeEach
  void fill(MySql chunks) throws SQLException {
    one = filled(chunks, "chunks_one");
    other = filled(chunks, "chunks_other");
  }

  private static Connection filled(MySql server, String database) throws SQLException {
    Connection connection = server.connect();
    Sql.run(
        connection,
        "DROP DATABASE IF EXISTS " + database,
        "CREATE DATABASE " + database,
        "USE " + database,
        "CREATE TABLE items (id INT PRIMARY KEY, value VARCHAR(20))");
    for (int id = 1; id <= 40; id++) {
      Sql.change(connection, "INSERT INTO items VALUES (?, ?)", id, "row" + id);
    }
    return connection;
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.close();
  }

  private Set<String> differing(boolean sums) throws SQLException {
    return new Chunks("items", 10, sums).differing(one, other);
  }

  @Test
  void equalTablesDoNotDiffer() throws SQLException {
    assertThat(differing(true)).isEmpty();
  }

  @Test
  void aChangedRowIsFoundByItsSumOnly() throws SQLException {
    Sql.run(one, "UPDATE items SET value = 'x' WHERE id = 13");
    assertThat(differing(true)).containsExactly("13");
    assertThat(differing(false)).as("as many rows as before").isEmpty();
  }

  @Test
  void aMissingRowIsFound() throws SQLException {
    Sql.run(other, "DELETE FROM items WHERE id = 40");
    assertThat(differing(true)).containsExactly("40");
    assertThat(differing(false)).as("a count sees it, too").containsExactly("40");
  }

  /** With CRC32 the two would cancel out. */
  @Test
  void theSameChangeInTwoRowsIsFound() throws SQLException {
    Sql.run(one, "UPDATE items SET value = CONCAT('tow', id) WHERE id IN (12, 17)");
    assertThat(differing(true)).containsExactlyInAnyOrder("12", "17");
  }
}
