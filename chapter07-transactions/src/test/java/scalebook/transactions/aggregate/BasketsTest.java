package scalebook.transactions.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.MySql;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Progress;

@Timeout(60)
class BasketsTest {
  private static Lab lab;
  private static MySql database;

  @BeforeAll
  static void open() {
    lab = Lab.open();
    database = lab.mysql("baskets");
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void whatWasPutIsGotWhole() throws Exception {
    try (Connection connection = database.connect()) {
      for (Baskets baskets : List.of(new Documents(), new HeadAndLines())) {
        baskets.create(connection);
        baskets.put(connection, Basket.of(7), Progress.UNWATCHED);
        assertThat(baskets.get(connection, 7)).contains(Basket.of(7));
        assertThat(baskets.get(connection, 8)).isEmpty();
      }
    }
  }

  @Test
  void whoDiesBeforeAWriteLeavesHalfOfTheRowsOrNoDocument() throws Exception {
    try (Connection connection = database.connect()) {
      HeadAndLines rows = new HeadAndLines();
      dies(connection, rows, "before-write#2");
      assertThat(rows.get(connection, 7).orElseThrow().lines()).hasSize(1);
      Documents documents = new Documents();
      dies(connection, documents, "before-write");
      assertThat(documents.get(connection, 7)).isEmpty();
    }
  }

  private static void dies(Connection connection, Baskets baskets, String place) throws Exception {
    baskets.create(connection);
    Crash crash =
        Crash.when(
            place,
            () -> {
              throw new IllegalStateException("dead");
            });
    assertThatThrownBy(() -> baskets.put(connection, Basket.of(7), crash::at)).hasMessage("dead");
  }
}
