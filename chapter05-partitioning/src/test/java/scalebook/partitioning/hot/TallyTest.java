package scalebook.partitioning.hot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.lab.load.Load;

@ExtendWith(WithLab.class)
class TallyTest {
  private static final List<String> TENANTS = List.of("adele", "ben");
  private static final Homes FIRST = tenant -> 0;

  private static List<DataSource> shards(MySql database) {
    return List.of(database.dataSource(), database.dataSource(), database.dataSource());
  }

  @Test
  void aSplitCounterLosesNoIncrementAndSpreads(MySql database) throws Exception {
    SplitKeys split = new SplitKeys(Set.of("adele"), 3, true);
    Tally tally = new Tally(shards(database), FIRST, split);
    tally.create(TENANTS);
    try (Load load = Load.closed(4, 300, n -> tally.add("adele"))) {
      assertThat(load.await().failedCount()).isZero();
    }
    assertThat(tally.visits()).as("each piece gets about a third").allMatch(v -> v > 50);
    assertThat(tally.read("adele")).isEqualTo(300);
    assertThat(tally.read("ben")).isZero();
  }

  @Test
  void aKeyThatIsSplitLaterKeepsWhatItHad(MySql database) throws Exception {
    new Tally(shards(database), FIRST, new SplitKeys(Set.of("adele"), 3, true)).create(TENANTS);
    Tally whole = new Tally(shards(database), FIRST, SplitKeys.NONE);
    whole.add("adele");
    Tally split = new Tally(shards(database), FIRST, new SplitKeys(Set.of("adele"), 3, true));
    split.add("adele");
    assertThat(split.read("adele")).isEqualTo(2);
    assertThat(split.visits().stream().mapToLong(v -> v).sum())
        .as("one write, three reads")
        .isEqualTo(4);
  }

  @Test
  void onlyWhoHasAnotherHomeMoves(MySql one) throws Exception {
    List<DataSource> shards = shards(one);
    Tally tally = new Tally(shards, FIRST, SplitKeys.NONE);
    tally.create(TENANTS);
    List<String> moved = new ArrayList<>();
    Tally after = tally.under(tenant -> tenant.equals("ben") ? 1 : 0, TENANTS, moved);
    assertThat(moved).as("shard 1 is the same database: nothing to copy").isEmpty();
    after.add("ben");
    assertThat(after.visits()).containsExactly(0L, 1L, 0L);
  }
}
