package scalebook.microservices.lessons;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.microservices.resilience.CircuitBreaker;
import scalebook.microservices.resilience.Guard;
import scalebook.microservices.stage.SlowInventory;
import scalebook.microservices.stage.schedules.BreakerLives;
import scalebook.microservices.stage.schedules.BulkheadCrowds;

/**
 * One dependency becomes slow, and everybody waits: those, too, who never asked for it. A bulkhead
 * and a breaker confine it.
 *
 * <pre>./book circuit-breaker --slow 2000</pre>
 */
@Command(name = "circuit-breaker", description = "a slow dependency; breaker, bulkhead, fallback")
@Idea(
    value = {CircuitBreaker.class, Guard.class},
    method = "CircuitBreaker.tryAcquire",
    test = "resilience.CircuitBreakerTest")
public final class Lesson5CircuitBreaker extends Lesson {
  private static final CircuitBreaker.Settings RULES = CircuitBreaker.Settings.defaults();
  private static final int PLACES = 4;
  private static final CircuitBreaker.Settings SMALL =
      new CircuitBreaker.Settings(6, 4, 0.5, 1_000_000, 3);

  @Option(names = "--slow", description = "ms that the slow one takes (default: ${DEFAULT-VALUE})")
  private Size slow = size(2_000, 1_000);

  @Option(names = "--schedules", description = "random lives (default: ${DEFAULT-VALUE})")
  private Size schedules = size(100_000, 30_000);

  @Option(names = "--seed", description = "of the schedules (default: any)")
  private long seed = ThreadLocalRandom.current().nextLong();

  @Override
  protected void tell(Story story) throws Exception {
    int well = SlowInventory.HEALTHY_MILLIS;
    int millis = either(1_500, 1_000);
    story.question(
        "Inventory answers in %d ms instead of %d. What does that do to the catalogue?",
        slow.get(), well);
    Story.Table table =
        story.table(
            "catalogue, while inventory", "p50 ms", "answers", "inventory", "instead", "asked");
    double control = new SlowInventory("is well", well, Optional.empty()).tell(table, millis);
    double dragged = slow("is slow", Optional.empty()).tell(table, millis + slow.get());
    Guard bulkhead = SlowInventory.guard(RULES.neverOpen());
    double alone = slow("is slow, bulkhead alone", Optional.of(bulkhead)).tell(table, millis);
    Guard both = SlowInventory.guard(RULES);
    double kept = slow("is slow, with a breaker", Optional.of(both)).tell(table, millis);
    story.claim(
        "a slow dependency drags down who never asked for it: more than five times",
        story.figure("slowdown.unprotected", dragged / control) > 5);
    story.figure("slowdown.protected", kept / control);
    story.claim(
        "behind a bulkhead the catalogue stays within one and a half times",
        story.figure("slowdown.bulkhead", alone / control) <= 1.5);
    double without = story.figure("calls.bulkhead", bulkhead.calls());
    double closed = story.figure("calls.beforeOpen", both.calls());
    story.figure("calls.trials", both.trials());
    story.claim( // others may be inside when the last of ten failures opens it
        "after ten failures the open breaker lets only trials through",
        closed < RULES.least() + SlowInventory.INSIDE && closed < without);
    lives(story);
    crowds(story);
  }

  private SlowInventory slow(String name, Optional<Guard> guard) {
    return new SlowInventory(name, slow.get(), guard);
  }

  /** ① The same lives for our breaker and for Resilience4j's. */
  private void lives(Story story) {
    int count = schedules.get();
    story.step("%,d random lives of a circuit breaker, seed %d", count, seed);
    Map<String, BreakerLives.Seen> all = BreakerLives.sideBySide(seed, count, SMALL);
    Story.Table table =
        story.table("breaker", "half open", "most trials", "of", "too many", "stuck");
    all.forEach((name, seen) -> table.row(seen.cells(name, SMALL.trials())));
    BreakerLives.Seen ended = all.get("ours");
    BreakerLives.Seen ours = all.get("ours, calls get lost");
    BreakerLives.Seen theirs = all.get("Resilience4j, calls get lost");
    story.figure("admitted", ours.admitted());
    story.figure("permitted", SMALL.trials());
    story.figure("resilience4j.overAdmitted", theirs.overAdmitted());
    story.figure("resilience4j.stuck", theirs.stuck());
    story.claim(
        "half open, never more trials than permitted",
        ours.halfOpens() > 0 && ours.overAdmitted() + ended.overAdmitted() == 0);
    story.claim(
        "no breaker is stuck, also when calls never come back",
        story.figure("stuck", ours.stuck()) + ended.stuck() == 0);
  }

  /** ② The same comings and goings for both bulkheads; who is cancelled leaves twice. */
  private void crowds(Story story) {
    Map<String, BulkheadCrowds.Seen> all = BulkheadCrowds.sideBySide(seed, schedules.get(), PLACES);
    Story.Table table =
        story.table(
            "bulkhead", "entered", "most inside", "of", "turned away wrongly", "places lost");
    all.forEach((name, seen) -> table.row(seen.cells(name, PLACES)));
    story.figure("mostInside", all.get("ours").most());
    story.claim(
        "a bulkhead never holds more calls than it has places, and loses none",
        all.get("ours").exact());
  }

  public static void main(String[] args) {
    run(new Lesson5CircuitBreaker(), args);
  }
}
