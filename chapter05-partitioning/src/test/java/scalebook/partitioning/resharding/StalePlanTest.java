package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.partitioning.stage.Audit;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/** Two operators plan from one map: the second plan is of a world that is gone. */
class StalePlanTest extends FifthShard {
  @BeforeEach
  void promise() {
    there.forEach(audit::begin);
  }

  private void nothingIsLost() throws Exception {
    Audit.Finding finding = audit.check(store.places());
    assertThat(finding.lost()).as("lost, %s", finding).isZero();
    assertThat(finding.stray()).as("where they do not belong, %s", finding).isZero();
  }

  @Test
  void theHistoryShowsAWriteThatIsLost() throws Exception {
    Sql.with(
        store.places().shard(0).database(),
        connection -> Sql.change(connection, "UPDATE orders SET cents = cents - 1 LIMIT 1"));
    Audit.Finding finding = audit.check(store.places());
    assertThat(finding.lost()).isEqualTo(1);
    assertThat(finding.violation().orElseThrow().what()).contains("no order of these explains");
  }

  @Test
  void aPlanFromAnOldMapIsRefused() throws Exception {
    ShardMap both = store.map();
    mover().run();
    List<Exception> refused = new ArrayList<>();
    try {
      mover().plan(MovePlan.add(both, SHARDS + 1));
      mover().run();
    } catch (SQLException e) {
      refused.add(e);
    }
    nothingIsLost();
    assertThat(refused).as("what the second operator heard").hasSize(1);
  }

  /** Whatever made such a plan: rows of a shard that answers for their slots stay. */
  @Test
  void nothingIsClearedThatOwns() throws Exception {
    mover().run();
    ShardMap map = store.map();
    Sql.with(
        store.places().directory().database(),
        connection ->
            Sql.change(
                connection,
                "INSERT INTO moves VALUES (999, 0, ?, ?, 'PLANNED', 0)",
                SHARDS,
                Slots.write(map.slotsOf(SHARDS))));
    assertThatThrownBy(() -> mover().run()).hasMessageContaining("owns");
    nothingIsLost();
    assertThatThrownBy(() -> mover().rollBack()).hasMessageContaining("owns");
    nothingIsLost();
  }
}
