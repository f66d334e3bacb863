package scalebook.partitioning.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.partitioning.stage.OrderStore;

@ExtendWith(WithLab.class)
class ShardTest {
  private static final long ID = 1;

  @Test
  void aWriteThatADeadlockEndedIsDoneAgain(MySql database) throws Exception {
    Shard shard = new Shard(0, database.dataSource());
    shard.createAlone();
    shard.rows().fill(OrderStore.orders(50));
    long before = shard.find(ID).orElseThrow().cents();
    ExecutorService one = Tasks.executor();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeUpdate("UPDATE orders SET version = 7"); // with so much to undo it goes on
      Future<Boolean> write = one.submit(() -> shard.add(ID, 5));
      await().atMost(Duration.ofSeconds(20)).until(() -> waiting(database) == 1);
      statement.executeUpdate("UPDATE slots SET state = 'OWNED' WHERE slot = " + Slots.of(ID));
      other.commit();
      assertThat(write.get()).isTrue();
    } finally {
      one.shutdownNow();
    }
    assertThat(lastDeadlock(database)).as("what the database saw").contains("DETECTED DEADLOCK");
    assertThat(shard.find(ID).orElseThrow().cents()).isEqualTo(before + 5);
  }

  @Test
  void anOwnerRefusesWhatIsNotItsOwn(MySql database) throws Exception {
    Shard shard = new Shard(0, database.dataSource());
    Order order = new Order(ID, 1, 500, 1);
    shard.create(List.of((Slots.of(ID) + 1) % Slots.COUNT));
    assertThatThrownBy(() -> shard.find(ID)).isInstanceOf(Shard.Refused.class);
    assertThatThrownBy(() -> shard.add(ID, 1)).isInstanceOf(Shard.Refused.class);
    assertThatThrownBy(() -> shard.insert(order)).isInstanceOf(Shard.Refused.class);
    assertThatThrownBy(() -> shard.delete(ID)).isInstanceOf(Shard.Refused.class);
    assertThat(shard.careless().insert(order)).as("one that takes every call").isTrue();
    assertThat(shard.careless().find(ID)).contains(order);
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
    return Sql.with(
        database.dataSource(),
        connection -> Sql.first(connection, row -> row.getString(column), sql).orElseThrow());
  }
}
