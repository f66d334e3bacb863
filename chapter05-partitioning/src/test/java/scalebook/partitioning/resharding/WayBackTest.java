package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.engines.Sql;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.partitioning.stage.Clients;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/** Before the decision a move can be undone, and nobody notices; after it, it can only go on. */
class WayBackTest extends FifthShard {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "after-planned",
        "after-chunk",
        "after-copying",
        "after-fence",
        "after-release",
        "before-decision"
      })
  void beforeTheDecisionThereIsAWayBack(String place) throws Exception {
    ShardMap before = store.map();
    try (Clients clients = new Clients(store, audit, there, CLIENTS)) {
      assertThatThrownBy(() -> dyingAt(place).run()).hasMessageStartingWith("dies");
      mover().rollBack();
      while (clients.ledger().acknowledgedCount() < 600) {
        TimeUnit.MILLISECONDS.sleep(5); // they go on
      }
      Ledger ledger = clients.stop();
      allIsWell(clients, ledger);
    }
    assertThat(store.map()).as("the map").isEqualTo(before);
  }

  @Test
  void afterTheDecisionThereIsNone() {
    assertThatThrownBy(() -> dyingAt("after-released").run()).hasMessageStartingWith("dies");
    assertThatThrownBy(() -> mover().rollBack()).hasMessageContaining("it can only go on");
  }

  /** Something went wrong on the way: it is found before anybody is sent to the copy. */
  @Test
  void aCopyThatDiffersIsNotSwitchedTo() throws Exception {
    ShardMap before = store.map();
    assertThatThrownBy(() -> dyingAt("after-catching-up").run()).hasMessageStartingWith("dies");
    damage();
    assertThatThrownBy(() -> mover().run()).isInstanceOf(Differs.class);
    assertThat(store.map()).isEqualTo(before);
    mover().rollBack();
    assertThat(store.places().shard(0).find(idOf(0))).isPresent();
  }

  @Test
  void withoutTheChecksumItIsSwitchedTo() throws Exception {
    Mover careless = careless(Safeguard.CHECKSUM, Crash.when("before-fenced", this::damage));
    careless.run();
    assertThat(store.map().slotsOf(SHARDS)).hasSize(51);
  }

  @Test
  void withoutNotesTheCopyDiffers() {
    long id = there.stream().mapToLong(Order::id).filter(this::moves).findFirst().orElseThrow();
    Mover careless = careless(Safeguard.NOTES, Crash.when("after-chunk", () -> add(id)));
    assertThatThrownBy(careless::run).isInstanceOf(Differs.class);
  }

  @Test
  void withoutTheFenceALateWriteIsLost() throws Exception {
    long id = there.stream().mapToLong(Order::id).filter(this::moves).findFirst().orElseThrow();
    long before = store.places().shard(0).find(id).orElseThrow().cents();
    careless(Safeguard.FENCE, Crash.when("before-released", () -> add(id))).run();
    assertThat(store.places().shard(SHARDS).find(id).orElseThrow().cents())
        .as("what was acknowledged after the comparison")
        .isEqualTo(before);
  }

  private Mover careless(Safeguard without, Crash crash) {
    return new Mover(store.places(), crash, Safeguard.which(s -> !s.equals("" + without)));
  }

  private boolean moves(long id) {
    return MovePlan.add(ShardMap.even(SHARDS), SHARDS + 1)
        .moves()
        .get(0)
        .slots()
        .contains(Slots.of(id));
  }

  private void add(long id) {
    try {
      assertThat(store.places().shard(0).add(id, 1)).isTrue();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void damage() {
    try {
      Sql.with(
          store.places().shard(SHARDS).database(),
          connection -> Sql.change(connection, "UPDATE orders SET cents = cents + 1 LIMIT 1"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private long idOf(int shard) throws Exception {
    ShardMap map = store.map();
    return there.stream().filter(o -> map.owner(o.id()) == shard).findFirst().orElseThrow().id();
  }
}
