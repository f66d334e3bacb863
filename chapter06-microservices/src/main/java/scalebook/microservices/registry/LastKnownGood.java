package scalebook.microservices.registry;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a registry said last: better than nothing while it is away, but not for ever. What is older
 * than the bound may be true of nobody any more.
 */
public final class LastKnownGood {
  private final long keepNanos;
  private final LongSupplier clock;
  private List<Instance> list = List.of();
  private volatile long heard;

  LastKnownGood(long keepMillis, LongSupplier nanoClock) {
    this.keepNanos = TimeUnit.MILLISECONDS.toNanos(keepMillis);
    this.clock = nanoClock;
  }

  /** The registry says so now. */
  void heard(List<Instance> fresh) {
    list = fresh;
    heard = clock.getAsLong();
  }

  /** The registry does not answer: what to go on with. */
  List<Instance> meanwhile() {
    if (clock.getAsLong() - heard >= keepNanos) {
      list = List.of();
    }
    return list;
  }

  /** Since it said so; before that, of any length. */
  long ageMillis() {
    return TimeUnit.NANOSECONDS.toMillis(clock.getAsLong() - heard);
  }
}
