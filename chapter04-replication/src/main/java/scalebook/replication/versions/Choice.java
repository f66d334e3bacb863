package scalebook.replication.versions;

/**
 * What an answer needs.
 *
 * @param reads copies that must answer a read
 * @param writes copies that must have a write
 * @param sloppy a hint counts as the vote of a copy that cannot be reached
 * @param hints what a copy could not be told is kept for it
 * @param repair what a read finds is told to all copies that had less
 * @param siblings both of two concurrent writes are kept
 */
public record Choice(
    int reads, int writes, boolean sloppy, boolean hints, boolean repair, boolean siblings) {
  /** A majority of three answers, after each of it has what a read shows: one copy at a time. */
  public static final Choice CP = new Choice(2, 2, false, true, true, true);

  /** Any one node answers. */
  public static final Choice AP = new Choice(1, 1, false, true, true, true);

  public Choice reads(int number) {
    return new Choice(number, writes, sloppy, hints, repair, siblings);
  }

  public Choice writes(int number) {
    return new Choice(reads, number, sloppy, hints, repair, siblings);
  }

  public Choice sloppy(boolean on) {
    return new Choice(reads, writes, on, hints, repair, siblings);
  }

  public Choice hints(boolean on) {
    return new Choice(reads, writes, sloppy, on, repair, siblings);
  }

  public Choice repair(boolean on) {
    return new Choice(reads, writes, sloppy, hints, on, siblings);
  }

  public Choice siblings(boolean on) {
    return new Choice(reads, writes, sloppy, hints, repair, on);
  }
}
