package scalebook.microservices.stage.schedules;

import java.util.function.Supplier;
import scalebook.lab.story.Story;
import scalebook.microservices.resilience.Bulkhead;
import scalebook.microservices.resilience.CircuitBreaker;

/**
 * The same random schedules for our breaker and bulkhead, and for Resilience4j's.
 *
 * @param life what our breaker did
 * @param crowd what our bulkhead did
 */
public record SideBySide(BreakerLives.Seen life, BulkheadCrowds.Seen crowd) {
  private static final int PLACES = 4;

  /** {@code bulkheads}: ours. In half of the breakers' lives, calls get lost. */
  public static SideBySide of(
      Story story,
      long seed,
      int count,
      CircuitBreaker.Settings rules,
      Supplier<Bulkhead> bulkheads) {
    SideBySide ours =
        new SideBySide(
            BreakerLives.both(seed, count, rules, now -> BreakerLives.ours(rules, now)),
            BulkheadCrowds.run(seed, count, PLACES, () -> BulkheadCrowds.ours(bulkheads.get())));
    SideBySide theirs =
        new SideBySide(
            BreakerLives.both(seed, count, rules, now -> Resilience4j.breaker(rules, now)),
            BulkheadCrowds.run(seed, count, PLACES, () -> Resilience4j.bulkhead(PLACES)));
    Story.Table table =
        story.table(
            "schedules, seed " + seed,
            "trials ≤" + rules.trials(),
            "too many",
            "stuck",
            "inside ≤" + PLACES,
            "lost");
    ours.tell(table, "ours");
    theirs.tell(table, "Resilience4j");
    story.figure("resilience4j.overAdmitted", theirs.life.overAdmitted());
    story.figure("resilience4j.stuck", theirs.life.stuck());
    return ours;
  }

  public static Bulkhead bulkhead() {
    return new Bulkhead(PLACES);
  }

  private void tell(Story.Table table, String name) {
    table.row(name, life.admitted(), life.overAdmitted(), life.stuck(), crowd.most(), crowd.lost());
  }
}
