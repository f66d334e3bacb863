package scalebook.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.lab.Lab;

class SqlTest {
  private static Lab lab;
  private static Connection db;

  @BeforeAll
  static void open() throws SQLException {
    lab = Lab.open();
    db = lab.mysql("sql").connect();
    Sql.run(db, "CREATE TABLE fruit (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL)");
  }

  @AfterAll
  static void close() throws SQLException {
    db.close();
    lab.close();
  }

  @BeforeEach
  void twoRows() throws SQLException {
    Sql.run(db, "DELETE FROM fruit", "INSERT INTO fruit VALUES (1, 'apple'), (2, 'pear')");
  }

  @Test
  void valuesAreNoPartOfTheText() throws SQLException {
    String name = "'; DROP TABLE fruit; --";
    assertThat(Sql.change(db, "UPDATE fruit SET name = ? WHERE id = ?", name, 2)).isEqualTo(1);
    assertThat(Sql.query(db, row -> row.getString(1), "SELECT name FROM fruit ORDER BY id"))
        .isEqualTo(List.of("apple", name));
  }

  @Test
  void aMissingRowIsEmptyAndNoNumber() throws SQLException {
    assertThat(Sql.first(db, row -> row.getInt(1), "SELECT id FROM fruit WHERE id = ?", 3))
        .isEmpty();
    assertThat(Sql.number(db, "SELECT COUNT(*) FROM fruit WHERE id > ?", 1)).isEqualTo(1);
    assertThatThrownBy(() -> Sql.number(db, "SELECT id FROM fruit WHERE id = 3"))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void whateverIsThrownRollsBackAndTheConnectionServesOn() throws SQLException {
    for (Throwable thrown : List.of(new SQLException("x"), new AssertionError("y"))) {
      assertThatThrownBy(
              () ->
                  Sql.inTransaction(
                      db,
                      connection -> {
                        Sql.change(connection, "DELETE FROM fruit");
                        if (thrown instanceof SQLException e) {
                          throw e;
                        }
                        throw (Error) thrown;
                      }))
          .isSameAs(thrown);
      assertThat(Sql.number(db, "SELECT COUNT(*) FROM fruit")).isEqualTo(2);
      assertThat(db.getAutoCommit()).isTrue();
    }
    Sql.inTransaction(db, connection -> Sql.change(connection, "DELETE FROM fruit WHERE id = 1"));
    db.setAutoCommit(false);
    db.rollback();
    db.setAutoCommit(true);
    assertThat(Sql.number(db, "SELECT COUNT(*) FROM fruit")).isEqualTo(1);
  }
}
