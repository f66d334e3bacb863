package scalebook.microservices.stage.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import scalebook.microservices.resilience.Bulkhead;

/**
 * Random comings and goings at a bulkhead. Whoever is cancelled leaves twice: once by who cancels
 * it, and once in its own {@code finally}.
 */
public final class BulkheadCrowds {
  private static final int STEPS = 40;

  private final Random random;
  private final int places;
  private final Entrance entrance;
  private final List<Runnable> inside = new ArrayList<>();
  private final List<Runnable> gone = new ArrayList<>(); // cancelled, and not yet at the finally
  private long entered;
  private int most;
  private boolean wronged;

  /** A bulkhead, ours or another. */
  @FunctionalInterface
  public interface Entrance {
    /** What a call does when it leaves; empty when it was not let in. */
    Optional<Runnable> tryEnter();
  }

  /**
   * What was seen.
   *
   * @param most the most calls that were inside together
   * @param over lives in which more were inside than there are places
   * @param wronged lives in which a call was turned away from a free place
   * @param lost lives after which, everybody gone, not just as many as before could enter
   */
  public record Seen(long entered, int most, long over, long wronged, long lost) {
    public boolean exact() {
      return over == 0 && wronged == 0 && lost == 0;
    }
  }

  private BulkheadCrowds(Random random, int places, Entrance entrance) {
    this.random = random;
    this.places = places;
    this.entrance = entrance;
  }

  public static Seen run(long seed, int count, int places, Supplier<Entrance> entrances) {
    Seen all = new Seen(0, 0, 0, 0, 0);
    for (int i = 0; i < count; i++) {
      BulkheadCrowds one = new BulkheadCrowds(new Random(seed + i), places, entrances.get());
      one.live();
      all =
          new Seen(
              all.entered + one.entered,
              Math.max(all.most, one.most),
              all.over + (one.most > places ? 1 : 0),
              all.wronged + (one.wronged ? 1 : 0),
              all.lost + (one.allCanEnterAgain() ? 0 : 1));
    }
    return all;
  }

  public static Entrance ours(Bulkhead bulkhead) {
    return () -> bulkhead.tryEnter().map(place -> place::close);
  }

  private void live() {
    for (int step = 0; step < STEPS; step++) {
      int what = random.nextInt(100);
      double which = random.nextDouble();
      if (what < 50) {
        enter();
      } else if (what < 90 && !inside.isEmpty()) {
        leave(inside.remove((int) (which * inside.size())), what >= 75);
      } else if (what >= 90 && !gone.isEmpty()) {
        gone.remove((int) (which * gone.size())).run();
      }
    }
  }

  private void enter() {
    Optional<Runnable> leave = entrance.tryEnter();
    wronged |= leave.isEmpty() && inside.size() < places;
    entered += leave.isPresent() ? 1 : 0;
    leave.ifPresent(inside::add);
    most = Math.max(most, inside.size());
  }

  private void leave(Runnable leave, boolean cancelled) {
    leave.run();
    if (cancelled) {
      gone.add(leave);
    }
  }

  private boolean allCanEnterAgain() {
    inside.forEach(Runnable::run);
    gone.forEach(Runnable::run);
    int again = 0;
    while (again <= places && entrance.tryEnter().isPresent()) {
      again++;
    }
    return again == places;
  }
}
