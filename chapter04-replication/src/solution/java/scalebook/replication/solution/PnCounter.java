package scalebook.replication.solution;

import java.util.HashMap;
import java.util.Map;
import scalebook.replication.exercise.PnCounter.State;

/** Each region counts up its own two numbers only: of two, the larger one is the newer. */
public final class PnCounter {
  private final String region;
  private final Map<String, Long> plus = new HashMap<>();
  private final Map<String, Long> minus = new HashMap<>();

  public PnCounter(String region) {
    this.region = region;
  }

  public void add(long amount) {
    (amount > 0 ? plus : minus).merge(region, Math.abs(amount), Long::sum);
  }

  public long value() {
    return sum(plus) - sum(minus);
  }

  private static long sum(Map<String, Long> numbers) {
    return numbers.values().stream().mapToLong(Long::longValue).sum();
  }

  public State state() {
    return new State(Map.copyOf(plus), Map.copyOf(minus));
  }

  public void merge(State other) {
    other.plus().forEach((from, number) -> plus.merge(from, number, Math::max));
    other.minus().forEach((from, number) -> minus.merge(from, number, Math::max));
  }
}
