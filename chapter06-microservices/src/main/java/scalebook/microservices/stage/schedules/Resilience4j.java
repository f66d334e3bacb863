package scalebook.microservices.stage.schedules;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import scalebook.microservices.resilience.CircuitBreaker.Settings;
import scalebook.microservices.resilience.CircuitBreaker.State;

/** The breaker and the bulkhead that stand beside ours, with the same numbers. */
public final class Resilience4j {
  private Resilience4j() {}

  /** Its limit for the half-open time needs a real timer, so it is left out. */
  public static BreakerLives.Subject breaker(Settings settings, LongSupplier clock) {
    InstantSource now = () -> Instant.EPOCH.plusNanos(clock.getAsLong());
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(settings.window())
            .minimumNumberOfCalls(settings.least())
            .failureRateThreshold((float) (100 * settings.failureShare()))
            .permittedNumberOfCallsInHalfOpenState(settings.trials())
            .waitDurationInOpenState(Duration.ofNanos(settings.openNanos()))
            .currentTimestampFunction(at -> clock.getAsLong(), TimeUnit.NANOSECONDS)
            .clock(now.withZone(ZoneOffset.UTC))
            .build();
    CircuitBreaker breaker = CircuitBreaker.of("beside", config);
    return new BreakerLives.Subject(
        () ->
            breaker.tryAcquirePermission()
                ? Optional.of(end -> end(breaker, end))
                : Optional.empty(),
        () ->
            switch (breaker.getState()) {
              case OPEN -> State.OPEN;
              case HALF_OPEN -> State.HALF_OPEN;
              default -> State.CLOSED;
            });
  }

  private static void end(CircuitBreaker breaker, BreakerLives.End end) {
    switch (end) {
      case GOOD -> breaker.onSuccess(1, TimeUnit.NANOSECONDS);
      case BAD -> breaker.onError(1, TimeUnit.NANOSECONDS, new IllegalStateException());
      case CANCELLED -> breaker.releasePermission();
    }
  }

  /** It trusts its caller to say only once that a call has ended. */
  public static BulkheadCrowds.Entrance bulkhead(int places) {
    Bulkhead bulkhead =
        Bulkhead.of("beside", BulkheadConfig.custom().maxConcurrentCalls(places).build());
    return () ->
        bulkhead.tryAcquirePermission() ? Optional.of(bulkhead::onComplete) : Optional.empty();
  }
}
