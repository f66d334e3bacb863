package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class PartitionAssignorContract extends Contract {
  interface Answer {
    Map<String, List<Integer>> assign(
        int partitions, Set<String> members, Map<String, List<Integer>> before);
  }

  Answer answer() {
    return answer(Answer.class, PartitionAssignor.class);
  }

  private static final Map<String, List<Integer>> NOTHING = Map.of();

  /** What it gives, once it is clear that it is whole and fair. */
  private Map<String, List<Integer>> fair(
      int partitions, Set<String> members, Map<String, List<Integer>> before) {
    Map<String, List<Integer>> given =
        answer().assign(partitions, Set.copyOf(members), Map.copyOf(before));
    String what = "%d partitions for %s, before %s".formatted(partitions, members, before);
    assertThat(given.keySet()).as("members of %s", what).isEqualTo(members);
    List<Integer> all = new ArrayList<>();
    given.values().forEach(all::addAll);
    assertThat(all)
        .as("%s: each partition has exactly one reader: %s", what, given)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, partitions).boxed().toList());
    for (List<Integer> own : given.values()) {
      assertThat(own).as("one member's, ascending").isSorted();
      assertThat(own.size())
          .as("%s: a fair share of %s", what, given)
          .isBetween(
              partitions / members.size(), (partitions + members.size() - 1) / members.size());
    }
    return given;
  }

  private static int stayed(Map<String, List<Integer>> before, Map<String, List<Integer>> after) {
    return after.entrySet().stream()
        .mapToInt(
            entry ->
                (int)
                    entry.getValue().stream()
                        .filter(before.getOrDefault(entry.getKey(), List.of())::contains)
                        .count())
        .sum();
  }

  @Test
  @Order(1)
  void eachPartitionHasOneReaderAndAllHaveEquallyMany() {
    assertThat(fair(3, Set.of("a"), NOTHING)).isEqualTo(Map.of("a", List.of(0, 1, 2)));
    for (int partitions = 0; partitions < 20; partitions++) {
      fair(partitions, Set.of("a", "b"), NOTHING);
      fair(partitions, Set.of("d", "b", "c", "a", "e"), NOTHING);
    }
  }

  @Test
  @Order(2)
  void aSecondRebalanceMovesNothing() {
    Map<String, List<Integer>> first = fair(11, Set.of("a", "b", "c", "d"), NOTHING);
    assertThat(fair(11, Set.of("a", "b", "c", "d"), first))
        .as("nobody came, nobody went: every partition that moves stops its readers for nothing")
        .isEqualTo(first);
    Map<String, List<Integer>> odd = Map.of("a", List.of(1), "b", List.of(0, 2));
    assertThat(fair(3, Set.of("a", "b"), odd)).as("b has the larger share already").isEqualTo(odd);
    Answer again = answer();
    again.assign(3, Set.of("a", "b"), NOTHING);
    assertThat(again.assign(3, Set.of("a", "b"), odd))
        .as("asked once more, by what is so now: what was given the last time says nothing")
        .isEqualTo(odd);
  }

  @Test
  @Order(3)
  void aDeadMembersPartitionsGoAndNoOther() {
    Map<String, List<Integer>> before =
        Map.of(
            "a", List.of(0, 4, 8), "b", List.of(1, 5, 9), "c", List.of(2, 6), "d", List.of(3, 7));
    for (String gone : before.keySet()) {
      Set<String> rest = new LinkedHashSet<>(before.keySet());
      rest.remove(gone);
      int held = 10 - before.get(gone).size();
      assertThat(stayed(before, fair(10, rest, before)))
          .as("partitions that stay where they are, after %s died", gone)
          .isEqualTo(held);
    }
  }

  @Test
  @Order(4)
  void aNewMemberGetsItsShareAndNoMore() {
    Map<String, List<Integer>> before = Map.of("a", List.of(0, 1, 2, 3), "b", List.of(4, 5, 6));
    Map<String, List<Integer>> after = fair(7, Set.of("a", "b", "c"), before);
    assertThat(after.get("c")).as("partitions of the new one").hasSize(2);
    assertThat(stayed(before, after)).as("partitions that stay").isEqualTo(5);
  }

  @Test
  @Order(5)
  void theLargerShareIsForThoseWhoHoldMore() {
    Map<String, List<Integer>> before =
        Map.of("a", List.of(0), "b", List.of(1), "z", List.of(2, 3, 4));
    Map<String, List<Integer>> after = fair(5, Set.of("a", "b", "z"), before);
    assertThat(after.get("z")).as("z keeps two of its three: somebody must have two").hasSize(2);
    assertThat(stayed(before, after)).as("partitions that stay").isEqualTo(4);
  }

  @Test
  @Order(6)
  void whatTwoClaimIsReadOnce() {
    Map<String, List<Integer>> before = Map.of("a", List.of(0, 1, 2), "b", List.of(2, 3, 4));
    Map<String, List<Integer>> after = fair(5, Set.of("a", "b"), before);
    assertThat(after.get("a")).as("a's own").contains(0, 1);
    assertThat(after.get("b")).as("b's own").contains(3, 4);
    Map<String, List<Integer>> dead = Map.of("a", List.of(0, 1), "gone", List.of(1, 2, 3));
    assertThat(fair(4, Set.of("a", "b"), dead).get("a"))
        .as("a claim of somebody who is gone counts for nothing")
        .containsExactly(0, 1);
    for (Map<String, List<Integer>> both :
        List.of(
            Map.of("a", List.of(0, 1, 2), "b", List.of(0, 3), "c", List.of(0)),
            Map.of("a", List.of(0, 1), "b", List.of(0, 1), "c", List.of(0, 1)))) {
      fair(4, Set.of("a", "b", "c"), both);
    }
  }

  @Test
  @Order(7)
  void numbersThatAreNoPartitionsAreForgotten() {
    Map<String, List<Integer>> before = Map.of("a", List.of(0, 7, 9), "b", List.of(1, -1, 4));
    Map<String, List<Integer>> after = fair(4, Set.of("a", "b"), before);
    assertThat(stayed(before, after)).as("partitions that stay").isEqualTo(2);
    Map<String, List<Integer>> more = Map.of("a", List.of(0, 1, 2, 4), "b", List.of(3));
    assertThat(fair(4, Set.of("a", "b"), more).get("b")).as("b's").contains(3);
  }

  /**
   * The most that can stay: all have their share at least, and the larger ones are for who holds
   * most.
   */
  private static int most(int partitions, Set<String> members, Map<String, List<Integer>> before) {
    Map<Integer, Integer> claims = new HashMap<>();
    members.forEach(
        m -> before.getOrDefault(m, List.of()).forEach(p -> claims.merge(p, 1, Integer::sum)));
    List<Integer> held =
        members.stream()
            .map(
                m ->
                    (int)
                        before.getOrDefault(m, List.of()).stream()
                            .filter(p -> p >= 0 && p < partitions && claims.get(p) == 1)
                            .count())
            .sorted(Comparator.reverseOrder())
            .toList();
    int stay = 0;
    for (int i = 0; i < held.size(); i++) {
      int share = partitions / held.size() + (i < partitions % held.size() ? 1 : 0);
      stay += Math.min(share, held.get(i));
    }
    return stay;
  }

  @Test
  @Order(8)
  void noOtherFairAssignmentMovesFewer() {
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      int partitions = random.nextInt(14);
      Set<String> members = new LinkedHashSet<>();
      IntStream.rangeClosed(0, random.nextInt(5))
          .forEach(m -> members.add("m" + random.nextInt(7)));
      Map<String, List<Integer>> before = new TreeMap<>();
      boolean clean = random.nextBoolean();
      for (int p = clean ? 0 : -1; p < partitions + (clean ? 0 : 2); p++) {
        for (int times = random.nextInt(clean ? 2 : 3); times > 0; times--) {
          before.computeIfAbsent("m" + random.nextInt(7), m -> new ArrayList<>()).add(p);
        }
      }
      before.replaceAll((member, own) -> own.stream().distinct().toList());
      assertThat(stayed(before, fair(partitions, members, before)))
          .as("of %d partitions before %s, stay for %s", partitions, before, members)
          .isGreaterThanOrEqualTo(most(partitions, members, before));
    }
  }

  @Test
  @Order(9)
  void everyMemberComputesTheSame() {
    List<String> names =
        new ArrayList<>(IntStream.range(0, 9).mapToObj(i -> "member " + i).toList());
    Map<String, List<Integer>> some = new LinkedHashMap<>();
    names.subList(0, 5).forEach(n -> some.put(n, List.of(some.size() * 2, some.size() * 2 + 1)));
    for (Map<String, List<Integer>> before : List.of(NOTHING, some)) {
      Map<String, List<Integer>> one =
          answer().assign(25, new LinkedHashSet<>(names), new LinkedHashMap<>(before));
      for (int i = 0; i < 20; i++) {
        Collections.shuffle(names, new Random(i));
        Map<String, List<Integer>> shuffled = new LinkedHashMap<>();
        names.stream().filter(before::containsKey).forEach(n -> shuffled.put(n, before.get(n)));
        assertThat(answer().assign(25, new LinkedHashSet<>(names), shuffled))
            .as("computed by a member that knows the group in the order %s", names)
            .isEqualTo(one);
      }
    }
  }
}
