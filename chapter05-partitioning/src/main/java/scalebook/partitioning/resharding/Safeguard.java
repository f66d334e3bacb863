package scalebook.partitioning.resharding;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What keeps a move safe. A mover has all of them, but where somebody wants to see why. */
public enum Safeguard {
  /** Rows are copied while writes go on; otherwise the fence comes first. */
  COPY_FIRST,
  /** The source notes what changes meanwhile, and the mover brings it along. */
  NOTES,
  /** Slots take no writes before the map changes. */
  FENCE,
  /** Both sides are compared before the map changes. */
  CHECKSUM,
  /** Databases refuse a mover that another one has replaced. */
  TERM,
  /** Before the fence the mover waits until older leases on the map are over. */
  LEASE_WAIT;

  public static final Set<Safeguard> ALL = Set.copyOf(EnumSet.allOf(Safeguard.class));

  /** Those that are at work, by their names. */
  public static Set<Safeguard> which(Predicate<String> atWork) {
    EnumSet<Safeguard> some = EnumSet.allOf(Safeguard.class);
    some.removeIf(one -> !atWork.test(one.toString()));
    return some;
  }

  /** As in {@code --without copy-first}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
