package scalebook.cloning.scaling;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reads, decides, and tells the fleet, once a tick. It knows nothing that it could lose. */
public final class Autoscaler {
  private final Supplier<Optional<Reading>> monitor;
  private final Scaler scaler;
  private final Fleet fleet;
  private OptionalInt first;

  /** The clones: it starts and stops them, and says how many there are. */
  public interface Fleet {
    /** Those that start are counted, those that leave are not. */
    int clones() throws Exception;

    /** Returns when it is done. */
    void scale(int to) throws Exception;
  }

  private Autoscaler(
      Supplier<Optional<Reading>> monitor, Scaler scaler, Fleet fleet, OptionalInt first) {
    this.monitor = monitor;
    this.scaler = scaler;
    this.fleet = fleet;
    this.first = first;
  }

  /** Goes on with the clones that it finds. */
  public static Autoscaler takingUp(
      Supplier<Optional<Reading>> monitor, Scaler scaler, Fleet fleet) {
    return new Autoscaler(monitor, scaler, fleet, OptionalInt.empty());
  }

  /** Begins with so many, whatever runs: as a manifest does that names a number of clones. */
  public static Autoscaler startingWith(
      int first, Supplier<Optional<Reading>> monitor, Scaler scaler, Fleet fleet) {
    return new Autoscaler(monitor, scaler, fleet, OptionalInt.of(first));
  }

  /** Returns how many clones there are then. */
  public int tick(long nowMillis) throws Exception {
    int clones = fleet.clones();
    int wanted = first.orElse(scaler.decide(nowMillis, clones, monitor.get()));
    first = OptionalInt.empty();
    if (wanted != clones) {
      fleet.scale(wanted);
    }
    return wanted;
  }
}
