package scalebook.microservices.solution;

import java.io.IOException;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import scalebook.microservices.exercise.LastKnownGood.Listing;
import scalebook.microservices.exercise.LastKnownGood.Registry;

/** One reference, and one atomic step that decides between what is here and what has come. */
public final class LastKnownGood {
  private static final Comparator<Listing> AGE =
      Comparator.comparingLong(Listing::epoch).thenComparing(Listing::revision);

  private final Registry registry;
  private final LongSupplier clock;
  private final AtomicReference<Known> known = new AtomicReference<>();

  private record Known(Listing listing, Set<String> instances, long askedAt) {}

  public LastKnownGood(Registry registry, LongSupplier clock) {
    this.registry = registry;
    this.clock = clock;
  }

  public void refresh() {
    long now = clock.getAsLong();
    try {
      Listing listing = registry.ask();
      Known came = new Known(listing, Set.copyOf(listing.instances()), now);
      known.accumulateAndGet(came, LastKnownGood::better);
    } catch (IOException | RuntimeException silent) {
      // What is known is better than nothing.
    }
  }

  private static Known better(Known here, Known came) {
    if (here == null) {
      return came;
    }
    if (came.instances.isEmpty() && !here.instances.isEmpty()) {
      return here;
    }
    int newer = AGE.compare(came.listing, here.listing);
    return newer > 0 || newer == 0 && came.askedAt > here.askedAt ? came : here;
  }

  public Set<String> instances() {
    return known().instances;
  }

  public long ageMillis() {
    return clock.getAsLong() - known().askedAt;
  }

  private Known known() {
    Known here = known.get();
    if (here == null) {
      throw new IllegalStateException("the registry has not answered yet");
    }
    return here;
  }
}
