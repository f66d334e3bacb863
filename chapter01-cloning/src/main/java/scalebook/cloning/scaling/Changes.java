package scalebook.cloning.scaling;

/** How many clones there were, one number after another: how often that went up after down. */
public final class Changes {
  private int last;
  private int direction;
  private int count;
  private int reversals;
  private int stopped;
  private int most;

  public Changes(int first) {
    last = first;
    most = first;
  }

  public void add(int clones) {
    int now = Integer.signum(clones - last);
    if (now != 0) {
      count++;
      reversals += direction == -now ? 1 : 0;
      direction = now;
    }
    stopped += Math.max(0, last - clones);
    most = Math.max(most, clones);
    last = clones;
  }

  public int count() {
    return count;
  }

  /** Up after down, or down after up. */
  public int reversals() {
    return reversals;
  }

  /** Clones that left. */
  public int stopped() {
    return stopped;
  }

  public int most() {
    return most;
  }

  public int last() {
    return last;
  }
}
