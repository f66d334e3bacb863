package scalebook.partitioning.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.engines.process.Tasks;

@ExtendWith(WithLab.class)
class ShardTest {
  private static final long ID = 1;

  @Test
  void aWriteThatADeadlockEndedIsDoneAgain(MySql database) throws Exception {
    Shard shard = new Shard(0, database.dataSource());
    shard.createAlone();
    OrderStore.fill(shard, OrderStore.orders(50));
    long before = shard.find(ID).orElseThrow().cents();
    ExecutorService one = Tasks.executor();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeUpdate("UPDATE orders SET version = 7"); // with so much to undo it goes on
      Future<Boolean> write = one.submit(() -> shard.add(ID, 5));
      await().atMost(Duration.ofSeconds(20)).until(() -> waiting(database) == 1);
      statement.executeUpdate("UPDATE slots SET state = 1 WHERE slot = " + Slots.of(ID));
      other.commit();
      assertThat(write.get()).isTrue();
    } finally {
      one.shutdownNow();
    }
    assertThat(lastDeadlock(database)).as("what the database saw").contains("DETECTED DEADLOCK");
    assertThat(shard.find(ID).orElseThrow().cents()).isEqualTo(before + 5);
  }

  private static int waiting(MySql database) throws Exception {
    return Integer.parseInt(
        ask(
            database,
            "SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'",
            1));
  }

  private static String lastDeadlock(MySql database) throws Exception {
    return ask(database, "SHOW ENGINE INNODB STATUS", 3);
  }

  private static String ask(MySql database, String sql, int column) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(column);
    }
  }
}
