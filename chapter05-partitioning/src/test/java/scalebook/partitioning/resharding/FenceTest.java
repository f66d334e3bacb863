package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.Slots;

/** Between the copy and the switch there is a moment without writes. */
class FenceTest extends FifthShard {
  /**
   * A writer has looked at the slot before the fence and writes after it, or would: the fence waits
   * for it, and what it writes moves along. A trigger that sleeps keeps it between the two.
   */
  @Test
  void aWriterAcrossTheFenceIsWaitedFor() throws Exception {
    int slot = MovePlan.add(store.map(), SHARDS + 1).moves().get(0).slots().get(0);
    long id =
        LongStream.iterate(100_000, n -> n + 1)
            .filter(n -> Slots.of(n) == slot)
            .findFirst()
            .orElseThrow();
    Shard source = store.places().shard(0);
    Sql.with(
        source.database(),
        connection ->
            Sql.change(
                connection,
                "CREATE TRIGGER slow BEFORE INSERT ON orders FOR EACH ROW"
                    + " SET @slept = IF(NEW.customer = 777, SLEEP(1), 0)"));
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread writer =
        Tasks.daemon(
            "writer",
            () -> {
              try {
                source.insert(new Order(id, 777, 50, 1));
              } catch (Exception e) {
                failure.set(e);
              }
            });
    Mover mover =
        new Mover(
            store.places(),
            place -> {
              if (place.equals("before-fenced") && writer.getState() == Thread.State.NEW) {
                writer.start();
                await().until(() -> asleep(source));
              }
            });
    mover.run();
    writer.join(20_000);
    assertThat(failure.get()).as("the writer's failure").isNull();
    assertThat(store.places().shard(SHARDS).find(id))
        .as("what the late writer was told is stored, at its new place")
        .contains(new Order(id, 777, 50, 1));
  }

  private static boolean asleep(Shard shard) throws SQLException {
    String sql = "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'";
    return Sql.with(shard.database(), connection -> Sql.number(connection, sql)) > 0;
  }
}
