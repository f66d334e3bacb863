package scalebook.caching.solution;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tokens are numbers that never come again: an old one can be mistaken for no new one. */
public final class LeasedSet {
  private final LongSupplier clockMillis;
  private final long leaseMillis;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Lease> leases = new HashMap<>();
  private long tokens;

  private record Lease(long token, long until) {}

  public LeasedSet(LongSupplier clockMillis, long leaseMillis) {
    this.clockMillis = clockMillis;
    this.leaseMillis = leaseMillis;
  }

  public synchronized Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  public synchronized Optional<Long> lease(String key) {
    if (holder(key).isPresent()) {
      return Optional.empty();
    }
    leases.put(key, new Lease(++tokens, clockMillis.getAsLong() + leaseMillis));
    return Optional.of(tokens);
  }

  private Optional<Long> holder(String key) {
    return Optional.ofNullable(leases.get(key))
        .filter(lease -> clockMillis.getAsLong() < lease.until)
        .map(Lease::token);
  }

  public synchronized boolean set(String key, String value, long token) {
    if (holder(key).filter(t -> t == token).isEmpty()) {
      return false;
    }
    leases.remove(key);
    values.put(key, value);
    return true;
  }

  public synchronized void invalidate(String key) {
    values.remove(key);
    leases.remove(key);
  }
}
