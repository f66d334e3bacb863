package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.engines.Sql;
import scalebook.lab.load.Ledger;
import scalebook.partitioning.stage.Clients;
import scalebook.partitioning.store.ShardMap;

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
    Sql.with(
        store.places().shard(SHARDS).database(),
        connection -> Sql.change(connection, "UPDATE orders SET cents = cents + 1 LIMIT 1"));
    assertThatThrownBy(() -> mover().run()).isInstanceOf(Differs.class);
    assertThat(store.map()).isEqualTo(before);
    mover().rollBack();
    assertThat(store.places().shard(0).find(idOf(0))).isPresent();
  }

  private long idOf(int shard) throws Exception {
    ShardMap map = store.map();
    return there.stream().filter(o -> map.owner(o.id()) == shard).findFirst().orElseThrow().id();
  }
}
