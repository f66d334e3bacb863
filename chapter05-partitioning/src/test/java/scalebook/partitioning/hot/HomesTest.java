package scalebook.partitioning.hot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scalebook.partitioning.placement.Placement;
import scalebook.partitioning.placement.RangeMap;

class HomesTest {
  @Test
  void keysKeepTheOrderOfTheirNames() {
    List<String> sorted =
        List.of("a", "aa", "adele", "adelea", "b", "zoe", "zzzzzzzzzzza", "zzzzzzzzzzzb");
    assertThat(sorted.stream().map(Homes::key).toList()).isSorted().doesNotHaveDuplicates();
    assertThat(Homes.key("a")).as("twelve letters of five bits").isEqualTo(1L << 55);
    assertThat(Homes.key("zzzzzzzzzzzzz")).isEqualTo(Homes.key("zzzzzzzzzzzz")).isPositive();
  }

  @Test
  void aBorderOfNamesParts() {
    Homes homes = Homes.by(RangeMap.of(0).split(Homes.key("n"), 1));
    assertThat(homes.shard("mzzz")).isZero();
    assertThat(homes.shard("n")).isEqualTo(1);
  }

  @Test
  void aLookupTableMovesOneTenantAlone() {
    Homes.Lookup before = new Homes.Lookup(Map.of("ben", 2), Homes.by(Placement.modulo(3)));
    Homes.Lookup after = before.move("adele", 7);
    assertThat(after.shard("adele")).isEqualTo(7);
    assertThat(after.shard("ben")).as("named before").isEqualTo(2);
    for (String other : List.of("cleo", "dora", "emil", "fritz")) {
      assertThat(after.shard(other))
          .as(other)
          .isEqualTo(Placement.modulo(3).node(Homes.key(other)));
    }
    assertThat(before.shard("adele")).as("a move makes another table").isNotEqualTo(7);
  }

  @Test
  void onlyASplitKeyHasPieces() {
    SplitKeys split = new SplitKeys(Set.of("adele"), 4, true);
    assertThat(split.pieces("adele")).isEqualTo(4);
    assertThat(split.piecesToRead("adele")).isEqualTo(4);
    assertThat(split.pieces("ben")).isEqualTo(1);
    assertThat(new SplitKeys(Set.of("adele"), 4, false).piecesToRead("adele")).isEqualTo(1);
    assertThat(SplitKeys.NONE.pieces("adele")).isEqualTo(1);
  }
}
