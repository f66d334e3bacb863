package scalebook.microservices.lessons;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.Callers;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.Dependency;
import scalebook.microservices.calls.Front;
import scalebook.microservices.resilience.Bulkhead;
import scalebook.microservices.resilience.CircuitBreaker;
import scalebook.microservices.resilience.Guard;
import scalebook.microservices.resilience.Schedules;

/**
 * One dependency becomes slow, and everybody waits: those, too, who never asked for it. A bulkhead
 * and a breaker confine it.
 *
 * <pre>./book circuit-breaker --slow 2000</pre>
 */
@Command(
    name = "circuit-breaker",
    description = "a slow dependency drags everyone down; breaker, bulkhead, fallback")
public final class Lesson5CircuitBreaker extends Lesson {
  private static final int THREADS = 16;
  private static final int FILL_MILLIS = 300;
  private static final int HEALTHY_MILLIS = 20;
  private static final int TIMEOUT_MILLIS = 250;
  private static final int CATALOGUE_CALLERS = 3;
  private static final int INVENTORY_CALLERS = 24;
  private static final int PLACES = 4;
  private static final Schedules.Rules RULES = new Schedules.Rules(1_000_000, 3);

  @Option(names = "--slow", description = "ms that the slow one takes (default: 2000, quick 1000)")
  private int slow;

  @Option(
      names = "--schedules",
      description = "random lives of a breaker (default: 100000, quick 30000)")
  private int schedules;

  @Option(names = "--seed", description = "of the schedules (default: any)")
  private long seed = ThreadLocalRandom.current().nextLong();

  @Override
  protected void tell(Story story) throws Exception {
    slow = slow > 0 ? slow : either(2_000, 1_000);
    schedules = schedules > 0 ? schedules : either(100_000, 30_000);
    int millis = either(1_500, 1_000);
    story.question(
        "Inventory answers in %d ms instead of %d. What does that do to the catalogue?",
        slow, HEALTHY_MILLIS);
    Story.Table table =
        story.table("catalogue, while inventory", "p50 ms", "answers", "inventory", "instead");
    double control = run(table, "is well", HEALTHY_MILLIS, null, millis);
    double dragged = run(table, "is slow", slow, null, millis + slow);
    Guard guard =
        new Guard(
            new Bulkhead(6),
            new CircuitBreaker(CircuitBreaker.Settings.defaults(), System::nanoTime));
    double kept = run(table, "is slow, and guarded", slow, guard, millis);
    story.figure("slowdown.unprotected", dragged / control);
    story.figure("slowdown.protected", kept / control);
    story.claim(
        "a slow dependency drags down who never asked for it: more than five times",
        dragged > 5 * control);
    story.claim(
        "behind a bulkhead and a breaker it does not: within one and a half times",
        kept <= 1.5 * control);
    lives(story);
  }

  /** The catalogue's median. */
  private double run(Story.Table table, String how, int inventoryMillis, Guard guard, int millis)
      throws Exception {
    try (Dependency catalogue = new Dependency(HEALTHY_MILLIS);
        Dependency inventory = new Dependency(inventoryMillis);
        Front front = new Front(THREADS).route("/catalogue", catalogue, 10_000)) {
      if (guard == null) {
        front.route("/inventory", inventory, 10_000);
      } else {
        front.guarded("/inventory", inventory, TIMEOUT_MILLIS, guard);
      }
      try (Callers ask = new Callers(front.port(), 30_000);
          Load others =
              Load.open(400, INVENTORY_CALLERS, Long.MAX_VALUE, number -> ask.get("/inventory"))) {
        Thread.sleep(FILL_MILLIS); // until all that can be occupied is
        Ledger ledger = catalogue(ask, millis);
        long inventories = others.ledger().acknowledgedCount();
        double median = ledger.millisAt(50);
        table.row(
            how,
            median,
            ledger.acknowledgedCount(),
            inventories,
            guard == null ? 0 : guard.fallbacks());
        return median;
      }
    }
  }

  private static Ledger catalogue(Callers ask, int millis) throws InterruptedException {
    try (Load load =
        Load.closed(CATALOGUE_CALLERS, Long.MAX_VALUE, number -> ask.get("/catalogue"))) {
      Thread.sleep(millis); // the length of the measurement
      return load.stop();
    }
  }

  private Schedules.Seen lives(boolean lossy, Function<LongSupplier, Schedules.Subject> breaker) {
    return Schedules.run(seed, schedules, lossy, RULES, breaker);
  }

  /** ① The same lives for our breaker and for Resilience4j's. */
  private void lives(Story story) {
    story.step("%,d random lives of a circuit breaker, seed %d", schedules, seed);
    Map<String, Schedules.Seen> all = new LinkedHashMap<>();
    for (boolean lossy : List.of(false, true)) {
      String how = lossy ? ", calls get lost" : "";
      all.put("ours" + how, lives(lossy, Lesson5CircuitBreaker::ours));
      all.put("Resilience4j" + how, lives(lossy, Lesson5CircuitBreaker::resilience4j));
    }
    Story.Table table =
        story.table("breaker", "half open", "most trials", "of", "too many", "stuck");
    all.forEach(
        (name, seen) ->
            table.row(
                name,
                seen.halfOpens(),
                seen.admitted(),
                RULES.trials(),
                seen.overAdmitted(),
                seen.stuck()));
    Schedules.Seen ours = all.get("ours, calls get lost");
    Schedules.Seen ended = all.get("ours");
    Schedules.Seen theirs = all.get("Resilience4j, calls get lost");
    story.figure("admitted", ours.admitted());
    story.figure("permitted", RULES.trials());
    story.figure("stuck", ours.stuck());
    story.figure("resilience4j.overAdmitted", theirs.overAdmitted());
    story.figure("resilience4j.stuck", theirs.stuck());
    story.claim(
        "half open, never more trials than permitted",
        ours.halfOpens() > 0 && ours.overAdmitted() + ended.overAdmitted() == 0);
    story.claim(
        "no breaker is stuck, also when calls never come back", ours.stuck() + ended.stuck() == 0);
    crowds(story);
  }

  /** ② The same comings and goings for both bulkheads; who is cancelled leaves twice. */
  private void crowds(Story story) {
    Schedules.Crowds ours =
        Schedules.crowds(seed, schedules, PLACES, () -> Schedules.ours(new Bulkhead(PLACES)));
    Schedules.Crowds theirs =
        Schedules.crowds(seed, schedules, PLACES, Lesson5CircuitBreaker::resilience4j);
    Story.Table table =
        story.table(
            "bulkhead", "entered", "most inside", "of", "turned away wrongly", "places lost");
    table.row("ours", ours.entered(), ours.most(), PLACES, ours.wronged(), ours.lost());
    table.row(
        "Resilience4j, told twice",
        theirs.entered(),
        theirs.most(),
        PLACES,
        theirs.wronged(),
        theirs.lost());
    story.figure("mostInside", ours.most());
    story.claim(
        "a bulkhead never holds more calls than it has places, and loses none", ours.exact());
  }

  /** It trusts its caller to say only once that a call has ended. */
  private static Schedules.Entrance resilience4j() {
    var bulkhead =
        io.github.resilience4j.bulkhead.Bulkhead.of(
            "beside", BulkheadConfig.custom().maxConcurrentCalls(PLACES).build());
    return () -> bulkhead.tryAcquirePermission() ? bulkhead::onComplete : null;
  }

  private static Schedules.Subject ours(LongSupplier clock) {
    return Schedules.ours(
        new CircuitBreaker(
            new CircuitBreaker.Settings(6, 4, 0.5, RULES.openNanos(), RULES.trials()), clock));
  }

  /**
   * With the same numbers. Its limit for the half-open time needs a real timer, so it is left out.
   */
  private static Schedules.Subject resilience4j(LongSupplier clock) {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(6)
            .minimumNumberOfCalls(4)
            .failureRateThreshold(50)
            .permittedNumberOfCallsInHalfOpenState(RULES.trials())
            .waitDurationInOpenState(Duration.ofNanos(RULES.openNanos()))
            .currentTimestampFunction(at -> clock.getAsLong(), TimeUnit.NANOSECONDS)
            .clock(new NanoClock(clock))
            .build();
    var breaker = io.github.resilience4j.circuitbreaker.CircuitBreaker.of("beside", config);
    return new Schedules.Subject() {
      @Override
      public Schedules.Ends tryCall() {
        return breaker.tryAcquirePermission() ? ends(breaker) : null;
      }

      @Override
      public CircuitBreaker.State state() {
        return switch (breaker.getState()) {
          case OPEN -> CircuitBreaker.State.OPEN;
          case HALF_OPEN -> CircuitBreaker.State.HALF_OPEN;
          default -> CircuitBreaker.State.CLOSED;
        };
      }
    };
  }

  private static Schedules.Ends ends(io.github.resilience4j.circuitbreaker.CircuitBreaker breaker) {
    return new Schedules.Ends() {
      @Override
      public void good() {
        breaker.onSuccess(1, TimeUnit.NANOSECONDS);
      }

      @Override
      public void bad() {
        breaker.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException());
      }

      @Override
      public void cancelled() {
        breaker.releasePermission();
      }
    };
  }

  /** The schedule's clock, for those who want a {@link Clock}. */
  private static final class NanoClock extends Clock {
    private final LongSupplier nanos;

    NanoClock(LongSupplier nanos) {
      this.nanos = nanos;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanos.getAsLong());
    }
  }

  public static void main(String[] args) {
    run(new Lesson5CircuitBreaker(), args);
  }
}
