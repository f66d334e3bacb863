package scalebook.microservices.resilience;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When the answer is no longer wanted. It travels as the time that is left, so that no two clocks
 * have to agree, and everybody on the way stops when it has come.
 */
public record Deadline(long atNanos) {
  /** Milliseconds that are left, as seen by the caller. */
  public static final String HEADER = "X-Deadline-Millis";

  public static Deadline in(long millis) {
    return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** The caller's, or an own one where there is none or a longer one. */
  public static Deadline of(Optional<String> header, long mostMillis) {
    return in(Math.min(header.map(Long::parseLong).orElse(mostMillis), mostMillis));
  }

  public long leftMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNanos - System.nanoTime()));
  }

  public boolean over() {
    return leftMillis() == 0;
  }

  public Map<String, String> header() {
    return Map.of(HEADER, String.valueOf(leftMillis()));
  }
}
