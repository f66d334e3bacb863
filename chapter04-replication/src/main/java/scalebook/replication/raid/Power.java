package scalebook.replication.raid;

/** The power of a machine: every write needs it, and the one under way when it goes is torn. */
public final class Power {
  private long writes;
  private long cutAt = Long.MAX_VALUE;

  /** It goes in this write from now on: 0 is the next one. */
  public void cutAt(long write) {
    cutAt = writes + write;
  }

  public void restore() {
    cutAt = Long.MAX_VALUE;
  }

  public long writes() {
    return writes;
  }

  /** How many of these bytes reach the disk. */
  int carry(int bytes) {
    if (writes > cutAt) {
      return 0;
    }
    return writes++ == cutAt ? bytes / 2 : bytes;
  }
}
