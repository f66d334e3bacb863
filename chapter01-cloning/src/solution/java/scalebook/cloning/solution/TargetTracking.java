package scalebook.cloning.solution;

import java.util.ArrayDeque;
import java.util.Deque;

/** Out at once, in to the most that was wanted within the cool-down. */
public final class TargetTracking {
  private final double target;
  private final int floor;
  private final int ceiling;
  private final double tolerance;
  private final long coolDownMillis;
  private final Deque<Wish> recent = new ArrayDeque<>();

  private record Wish(long atMillis, int clones) {}

  public TargetTracking(
      double target, int floor, int ceiling, double tolerance, long coolDownMillis) {
    this.target = target;
    this.floor = floor;
    this.ceiling = ceiling;
    this.tolerance = tolerance;
    this.coolDownMillis = coolDownMillis;
  }

  public int decide(long nowMillis, int clones, double total) {
    int wanted = Double.isNaN(total) ? clones : wanted(clones, total);
    recent.removeIf(wish -> nowMillis - wish.atMillis > coolDownMillis);
    recent.add(new Wish(nowMillis, wanted));
    int most = recent.stream().mapToInt(Wish::clones).max().getAsInt();
    return wanted >= clones ? wanted : Math.min(clones, most);
  }

  private int wanted(int clones, double total) {
    double missed = Math.abs(total / (clones * target) - 1);
    int wanted = missed <= tolerance ? clones : (int) Math.ceil(total / target);
    return Math.max(floor, Math.min(wanted, ceiling));
  }
}
