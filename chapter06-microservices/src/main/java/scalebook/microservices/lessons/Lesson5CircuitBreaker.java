package scalebook.microservices.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.microservices.resilience.Bulkhead;
import scalebook.microservices.resilience.CircuitBreaker;
import scalebook.microservices.resilience.Guard;
import scalebook.microservices.stage.SlowInventory;
import scalebook.microservices.stage.schedules.SideBySide;

/**
 * One slow dependency slows requests that never use it. A bulkhead and a breaker confine it.
 *
 * <pre>./book circuit-breaker --slow 2000</pre>
 */
@Command(name = "circuit-breaker", description = "a slow dependency; breaker, bulkhead, fallback")
@Idea(
    value = {CircuitBreaker.class, Guard.class},
    method = "CircuitBreaker.tryAcquire",
    test = "resilience.CircuitBreakerTest")
@Without(
    name = "breaker",
    what = "the circuit breaker around inventory",
    falls = Lesson5CircuitBreaker.OPEN)
@Without(
    name = "bulkhead",
    what = "the limit of the bulkhead",
    falls = {Lesson5CircuitBreaker.CONFINED, Lesson5CircuitBreaker.PLACES})
@Without(
    name = "generation",
    what = "the generation of a permit, which voids late outcomes",
    falls = Lesson5CircuitBreaker.TRIALS)
@Without(
    name = "give-up",
    what = "the time limit of trials that do not come back",
    falls = Lesson5CircuitBreaker.TRIALS)
@Mine(value = "CircuitBreaker", as = "the breaker around inventory")
public final class Lesson5CircuitBreaker extends Lesson {
  static final String CONFINED = "behind a bulkhead the catalogue is at most 1.5 times slower";
  static final String OPEN = "an open breaker lets only trials through";
  static final String TRIALS = "a half-open breaker never admits too many, never gets stuck";
  static final String PLACES = "a bulkhead never exceeds its places and loses none";
  private static final CircuitBreaker.Settings RULES = CircuitBreaker.Settings.defaults();
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
        "Inventory takes %d ms instead of %d. How slow does the catalogue get?", slow.get(), well);
    Story.Table table =
        story.table("inventory", "catalogue ms", "answers", "inventory", "fallbacks", "asked");
    Guard bulkhead = SlowInventory.guard(with("bulkhead"), RULES.neverOpen(), own());
    CircuitBreaker.Settings rules = with("breaker") ? RULES : RULES.neverOpen();
    Guard both = SlowInventory.guard(with("bulkhead"), rules, own());
    Map<String, Double> medians = new LinkedHashMap<>();
    double control = new SlowInventory("well", well, Optional.empty()).tell(table, medians, millis);
    double dragged = slow("slow", Optional.empty()).tell(table, medians, millis + slow.get());
    double alone = slow("slow, bulkhead", Optional.of(bulkhead)).tell(table, medians, millis);
    double kept = slow("slow, and breaker", Optional.of(both)).tell(table, medians, millis);
    story.bars("how long the catalogue takes", "inventory", "ms (median)", medians);
    story.control(
        "a slow dependency slows requests that never use it",
        story.figure("slowdown.unprotected", dragged / control) > 5);
    story.figure("slowdown.protected", kept / control);
    story.claim(CONFINED, story.figure("slowdown.bulkhead", alone / control) <= 1.5);
    story.figure("calls.bulkhead", bulkhead.calls());
    double closed = story.figure("calls.beforeOpen", both.calls());
    story.figure("calls.trials", both.trials());
    story.claim(OPEN, closed < RULES.least() + SlowInventory.THREADS); // ① some were inside
    schedules(story);
  }

  private SlowInventory slow(String name, Optional<Guard> guard) {
    return new SlowInventory(name, slow.get(), guard);
  }

  /** ② Where a random schedule leads a breaker and a bulkhead. */
  private void schedules(Story story) {
    CircuitBreaker.Settings rules = with("generation") ? SMALL : SMALL.noGenerations();
    SideBySide ours =
        SideBySide.of(
            story,
            seed,
            schedules.get(),
            with("give-up") ? rules : rules.neverGiveUp(),
            () -> with("bulkhead") ? SideBySide.bulkhead() : Bulkhead.unlimited());
    story.figure("admitted", ours.life().admitted());
    story.figure("permitted", SMALL.trials());
    double stuck = story.figure("stuck", ours.life().stuck());
    story.claim(TRIALS, ours.life().halfOpens() > 0 && ours.life().overAdmitted() + stuck == 0);
    story.figure("mostInside", ours.crowd().most());
    story.claim(PLACES, ours.crowd().exact());
  }

  public static void main(String[] args) {
    run(new Lesson5CircuitBreaker(), args);
  }
}
