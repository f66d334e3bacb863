package scalebook.partitioning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class MovePlanContract extends Contract {
  interface Answer {
    List<MovePlan.Move> plan(int[] owners, List<Integer> shards);
  }

  Answer answer() {
    return answer(Answer.class, MovePlan.class);
  }

  private static int[] even(int slots, int shards) {
    return IntStream.range(0, slots).map(slot -> slot % shards).toArray();
  }

  private static List<Integer> numbers(int shards) {
    return IntStream.range(0, shards).boxed().toList();
  }

  private int[] carriedOut(int[] owners, List<Integer> shards) {
    int[] after = owners.clone();
    Set<Integer> moved = new HashSet<>();
    int[] shown = owners.clone();
    List<MovePlan.Move> plan = answer().plan(shown, shards);
    assertThat(shown).as("the given owners: a plan is carried out later").isEqualTo(owners);
    for (MovePlan.Move move : plan) {
      assertThat(move.from()).as("from, of %s", move).isEqualTo(owners[move.slot()]);
      assertThat(move.to()).as("to, of %s", move).isIn(shards).isNotEqualTo(move.from());
      assertThat(moved.add(move.slot())).as("slot %d moves once", move.slot()).isTrue();
      after[move.slot()] = move.to();
    }
    return after;
  }

  private static void isBalanced(int[] after, List<Integer> shards) {
    Map<Integer, Integer> has = new HashMap<>();
    shards.forEach(shard -> has.put(shard, 0));
    for (int owner : after) {
      has.merge(owner, 1, Integer::sum);
    }
    int most = has.values().stream().mapToInt(n -> n).max().orElse(0);
    int least = has.values().stream().mapToInt(n -> n).min().orElse(0);
    assertThat(most - least)
        .as("between the fullest and the emptiest shard: %s", has)
        .isLessThanOrEqualTo(1);
  }

  /** No plan moves fewer: what exceeds the largest shares that can be kept must go. */
  private static int least(int[] owners, List<Integer> shards) {
    Map<Integer, Integer> has = new HashMap<>();
    for (int owner : owners) {
      has.merge(owner, 1, Integer::sum);
    }
    int[] counts = shards.stream().mapToInt(s -> has.getOrDefault(s, 0)).sorted().toArray();
    int stay = 0;
    for (int i = 0; i < counts.length; i++) {
      int rank = counts.length - 1 - i; // the fullest may keep one more
      int may = owners.length / shards.size() + (rank < owners.length % shards.size() ? 1 : 0);
      stay += Math.min(counts[i], may);
    }
    return owners.length - stay;
  }

  @Test
  @Order(1)
  void aNewShardGetsItsShareAndNobodyElseAnything() {
    int[] owners = even(256, 4);
    int[] after = carriedOut(owners, numbers(5));
    isBalanced(after, numbers(5));
    int moved = 0;
    for (int slot = 0; slot < owners.length; slot++) {
      if (owners[slot] != after[slot]) {
        assertThat(after[slot])
            .as("where slot %d went: only the new shard may gain", slot)
            .isEqualTo(4);
        moved++;
      }
    }
    assertThat(moved).as("slots that moved, of 256 to a fifth shard").isEqualTo(51);
  }

  @Test
  @Order(2)
  void aShardThatLeavesGivesAwayAllAndNobodyElseAnything() {
    int[] owners = even(240, 4);
    int[] after = carriedOut(owners, List.of(0, 1, 3));
    isBalanced(after, List.of(0, 1, 3));
    for (int slot = 0; slot < owners.length; slot++) {
      if (owners[slot] != 2) {
        assertThat(after[slot]).as("slot %d was not shard 2's", slot).isEqualTo(owners[slot]);
      }
    }
  }

  @Test
  @Order(3)
  void anEvenMapMovesNothing() {
    assertThat(answer().plan(even(256, 4), numbers(4))).as("moves").isEmpty();
    assertThat(answer().plan(even(10, 3), numbers(3)))
        .as("moves of 4, 3, 3: it cannot be evener")
        .isEmpty();
    int[] lastHasMore = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2};
    assertThat(answer().plan(lastHasMore, numbers(3)))
        .as("moves of 3, 3, 4: it does not matter who has one more")
        .isEmpty();
  }

  @Test
  @Order(4)
  void neverMoreThanMustAndAlwaysBalanced() {
    Random random = new Random(6);
    for (int round = 0; round < 300; round++) {
      int slots = 1 + random.nextInt(120);
      int before = 1 + random.nextInt(6);
      int[] owners = IntStream.range(0, slots).map(s -> random.nextInt(before)).toArray();
      List<Integer> shards =
          IntStream.range(0, 8).filter(s -> random.nextBoolean()).boxed().toList();
      if (shards.isEmpty()) {
        continue;
      }
      int[] after = carriedOut(owners, shards);
      isBalanced(after, shards);
      int moved = (int) IntStream.range(0, slots).filter(s -> owners[s] != after[s]).count();
      assertThat(moved)
          .as("slots that moved, from %s to shards %s", Arrays.toString(owners), shards)
          .isEqualTo(least(owners, shards));
    }
  }

  @Test
  @Order(5)
  void theSmallestPlans() {
    assertThat(answer().plan(new int[0], List.of(1, 2))).as("moves of no slot").isEmpty();
    assertThat(answer().plan(new int[] {5}, List.of(5))).as("one slot, one shard").isEmpty();
    assertThat(answer().plan(new int[] {5}, List.of(9)))
        .as("the only shard leaves")
        .containsExactly(new MovePlan.Move(0, 5, 9));
    assertThat(answer().plan(new int[] {5, 5}, List.of(5, 7, 8, 9)))
        .as("two slots of one shard, four shards: one slot goes to one of the others")
        .hasSize(1);
  }
}
