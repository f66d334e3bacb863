package scalebook.cloning.scaling;

/**
 * What a monitor saw.
 *
 * @param clones those that served
 * @param perClone requests a second that each of them got, on average
 */
public record Reading(long atMillis, int clones, double perClone) {
  /** Requests a second of all clones: it does not depend on how many there are. */
  public double total() {
    return clones * perClone;
  }
}
