package scalebook.cloning.scaling;

/** How many clones a reading asks for; {@code clones} is how many there are, starting ones too. */
@FunctionalInterface
public interface Rule {
  int wanted(int clones, Reading reading);

  /** One more above the limit, one fewer below it: no number of clones is ever right. */
  static Rule threshold(double limit) {
    return (clones, reading) -> clones + (reading.total() / clones > limit ? 1 : -1);
  }

  /**
   * As many as bring each clone to its target: wanted = ⌈now × metric / target⌉. Clones that start
   * are counted, and their load is not there yet: whoever forgets that starts them twice.
   *
   * @param tolerance a share by which the target may be missed without a change (hysteresis)
   */
  static Rule tracking(double target, double tolerance) {
    return (clones, reading) -> {
      double share = reading.total() / (clones * target);
      return Math.abs(share - 1) <= tolerance ? clones : (int) Math.ceil(reading.total() / target);
    };
  }
}
