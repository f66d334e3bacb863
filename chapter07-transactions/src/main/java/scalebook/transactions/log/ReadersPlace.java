package scalebook.transactions.log;

import java.util.TreeSet;

/** How far a reader of one partition has come: everything before its place was acknowledged. */
public final class ReadersPlace {
  private final TreeSet<Long> open = new TreeSet<>();
  private long next;

  /** {@code next}: the offset of the first entry that it will get. */
  public ReadersPlace(long next) {
    this.next = next;
  }

  /** It gets an entry; entries come in order. */
  public void read(long offset) {
    open.add(offset);
    next = offset + 1;
  }

  /** Entries may be acknowledged in any order; returns the place. */
  public long acknowledge(long offset) {
    open.remove(offset);
    return open.isEmpty() ? next : open.first();
  }
}
