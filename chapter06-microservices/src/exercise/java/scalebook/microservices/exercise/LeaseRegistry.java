package scalebook.microservices.exercise;

import java.util.Set;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/** Who is there, as long as they say so. */
public final class LeaseRegistry {
  /** A lease lasts so long, its end included; {@code clock} tells milliseconds. */
  public LeaseRegistry(long leaseMillis, LongSupplier clock) {}

  /** An instance is there, or says so again. */
  public void heard(String instance) {
    throw new Todo("remember when it was heard");
  }

  /** It leaves at once. */
  public void left(String instance) {
    throw new Todo("forget it");
  }

  /**
   * Those whose lease is not over. But when more than half of all known ones are late at the same
   * time, it is rather the network that is sick: then all of them, and nobody is forgotten. Who is
   * gone is not known any more. The set does not change when the registry does.
   */
  public Set<String> list() {
    throw new Todo("drop who is late, unless most are");
  }
}
