package scalebook.cloning.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
  private static Backend[] clones(int... weights) {
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new Backend("clone-" + i, "127.0.0.1", 1 + i, weights[i]))
        .toArray(Backend[]::new);
  }

  private static Map<Backend, Integer> picks(Policy policy, Backend[] clones, int times) {
    Map<Backend, Integer> picks = new HashMap<>();
    for (int i = 0; i < times; i++) {
      picks.merge(policy.pick(clones, "client-" + i), 1, Integer::sum);
    }
    return picks;
  }

  @ParameterizedTest
  @EnumSource
  void everyPolicyServesASingleCloneAndAGroupThatChanges(Policy.Kind kind) {
    Policy policy = kind.create(new Random(1));
    Backend[] clones = clones(1, 1, 1, 1, 1);
    for (int n = 1; n <= 5; n++) {
      Backend[] some = java.util.Arrays.copyOf(clones, n);
      assertThat(picks(policy, some, 100).keySet()).isSubsetOf(some);
    }
    assertThat(policy.pick(new Backend[] {clones[4]}, "x")).isEqualTo(clones[4]);
    assertThat(Policy.Kind.named(kind.toString())).isEqualTo(kind);
  }

  /** Two requests at a time, each ends before the next but one: nobody is idle for long. */
  @ParameterizedTest
  @EnumSource(
      value = Policy.Kind.class,
      names = {"ROUND_ROBIN", "WEIGHTED", "LEAST_CONNECTIONS", "WEIGHTED_LEAST_CONNECTIONS"})
  void equalsGetEqualShares(Policy.Kind kind) {
    Backend[] clones = clones(1, 1, 1, 1);
    assertThat(picks(kind.create(new Random(1)), clones, 400).values()).containsOnly(100);
  }

  @Test
  void weightsAreShares() {
    Backend[] clones = clones(5, 1, 1);
    Policy policy = Policy.Kind.WEIGHTED.create(new Random(1));
    StringBuilder order = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      order.append(policy.pick(clones, "x").name().charAt("clone-".length()));
    }
    assertThat(order).hasToString("0010200");
  }

  @Test
  void theBusyAreSpared() {
    Backend[] clones = clones(1, 1, 1);
    for (int i = 0; i < 5; i++) {
      clones[0].started();
    }
    clones[1].started();
    assertThat(picks(Policy.Kind.LEAST_CONNECTIONS.create(new Random(1)), clones, 10))
        .containsOnlyKeys(clones[2]);
    assertThat(picks(Policy.Kind.TWO_CHOICES.create(new Random(1)), clones, 1_000))
        .as("two choices never take the busiest of three")
        .doesNotContainKey(clones[0]);
  }

  @Test
  void aHeavyCloneMayHaveMoreUnderWay() {
    Backend[] clones = clones(10, 1);
    Policy policy = Policy.Kind.WEIGHTED_LEAST_CONNECTIONS.create(new Random(1));
    for (int i = 0; i < 110; i++) {
      policy.pick(clones, "x").started();
    }
    assertThat(clones[0].inFlight()).as("ten to one").isEqualTo(100);
  }

  @Test
  void aSlowCloneIsKnownByItsLatency() {
    Backend[] clones = clones(1, 1);
    clones[0].answered(100_000_000, 1);
    clones[1].answered(1_000_000, 1);
    assertThat(picks(Policy.Kind.EWMA.create(new Random(1)), clones, 100))
        .containsOnlyKeys(clones[1]);
  }

  @Test
  void theSameAddressMeetsTheSameClone() {
    Backend[] clones = clones(1, 1, 1, 1);
    Policy policy = Policy.Kind.ADDRESS_HASH.create(new Random(1));
    Map<Backend, Integer> shares = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      String address = "10.0." + i / 250 + "." + i % 250;
      Backend first = policy.pick(clones, address);
      assertThat(policy.pick(clones, address)).isEqualTo(first);
      shares.merge(first, 1, Integer::sum);
    }
    assertThat(shares.values())
        .as("neighbouring addresses spread")
        .allMatch(n -> n > 880 && n < 1_120);
  }

  @ParameterizedTest
  @EnumSource
  void manyThreadsMayPickAtOnce(Policy.Kind kind) throws Exception {
    Backend[] clones = clones(3, 2, 1);
    Policy policy = kind.create(new Random(1));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Map<Backend, Integer>> many = () -> picks(policy, clones, 30_000);
    Map<Backend, Integer> all = new HashMap<>();
    for (var one : threads.invokeAll(java.util.List.of(many, many, many, many))) {
      one.get().forEach((clone, n) -> all.merge(clone, n, Integer::sum));
    }
    threads.shutdown();
    assertThat(all.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(120_000);
    if (kind == Policy.Kind.WEIGHTED) {
      assertThat(all.get(clones[0])).as("exact even under contention").isEqualTo(60_000);
    }
    if (kind == Policy.Kind.ROUND_ROBIN) {
      assertThat(all.values()).containsOnly(40_000);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Policy.Kind.class,
      names = {"LEAST_CONNECTIONS", "WEIGHTED_LEAST_CONNECTIONS"})
  void whereverTheLookBeginsTheLeastBusyIsFoundAndEqualsTakeTurns(Policy.Kind kind) {
    Backend[] clones = clones(1, 1, 1, 1);
    Policy policy = kind.create(new Random(1));
    for (Backend clone : clones) {
      clone.started();
      clone.started();
    }
    for (int i = 0; i < 40; i++) {
      assertThat(policy.pick(clones, "x"))
          .as("of four equally busy clones the next one in turn, at pick %d", i)
          .isEqualTo(clones[i % 4]);
    }
    clones[1].ended();
    assertThat(picks(policy, clones, 8))
        .as("wherever the look begins, one has fewer under way")
        .containsOnlyKeys(clones[1]);
  }

  @Test
  void twoChoicesWeighSlownessAgainstTheRequestsUnderWay() {
    Backend[] clones = clones(1, 1);
    clones[0].answered(3_000_000, 1);
    clones[1].answered(1_000_000, 1);
    clones[1].started();
    assertThat(picks(Policy.Kind.EWMA.create(new Random(1)), clones, 100))
        .as("3 ms once is more than 1 ms twice")
        .containsOnlyKeys(clones[1]);
    clones[1].started();
    clones[1].started();
    assertThat(picks(Policy.Kind.EWMA.create(new Random(1)), clones, 100))
        .as("3 ms once is less than 1 ms four times")
        .containsOnlyKeys(clones[0]);
  }
}
