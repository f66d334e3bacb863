package scalebook.microservices.solution;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** Leases end one by one; so many do not die together. */
public final class LeaseRegistry {
  private final long leaseMillis;
  private final LongSupplier clock;
  private final Map<String, Long> heard = new HashMap<>();

  public LeaseRegistry(long leaseMillis, LongSupplier clock) {
    this.leaseMillis = leaseMillis;
    this.clock = clock;
  }

  public void heard(String instance) {
    heard.put(instance, clock.getAsLong());
  }

  public void left(String instance) {
    heard.remove(instance);
  }

  public Set<String> list() {
    long now = clock.getAsLong();
    long late = heard.values().stream().filter(at -> now - at > leaseMillis).count();
    if (late * 2 <= heard.size()) {
      heard.values().removeIf(at -> now - at > leaseMillis);
    }
    return new TreeSet<>(heard.keySet());
  }
}
