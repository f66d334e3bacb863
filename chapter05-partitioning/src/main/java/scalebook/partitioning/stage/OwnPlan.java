package scalebook.partitioning.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import scalebook.lab.Own;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.store.ShardMap;

/** What a reader wrote for exercise MovePlan. */
public interface OwnPlan {
  /** A slot goes from one shard to another. */
  record Move(int slot, int from, int to) {}

  List<Move> plan(int[] owners, List<Integer> shards);

  /** The plan for so many shards: the reader's, or ours. */
  static MovePlan add(Own own, ShardMap map, int shards) {
    Optional<OwnPlan> mine = own.made("MovePlan", OwnPlan.class);
    return mine.isEmpty() ? MovePlan.add(map, shards) : together(map, mine.get(), shards);
  }

  /** Slots with the same way move together. */
  private static MovePlan together(ShardMap map, OwnPlan mine, int shards) {
    int[] owners = map.owners().stream().mapToInt(Integer::intValue).toArray();
    Map<List<Integer>, List<Integer>> ways = new LinkedHashMap<>();
    for (Move move : mine.plan(owners, IntStream.range(0, shards).boxed().toList())) {
      ways.computeIfAbsent(List.of(move.from, move.to), way -> new ArrayList<>()).add(move.slot);
    }
    return MovePlan.of(
        map,
        ways.entrySet().stream()
            .map(e -> new MovePlan.Move(e.getKey().get(0), e.getKey().get(1), e.getValue()))
            .toArray(MovePlan.Move[]::new));
  }
}
