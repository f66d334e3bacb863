package scalebook.microservices.solution;

import java.util.concurrent.TimeUnit;

/** The door and the count are looked at together, so they are kept under one lock. */
public final class Draining {
  private boolean shut;
  private int inside;

  public synchronized boolean tryEnter() {
    if (shut) {
      return false;
    }
    inside++;
    return true;
  }

  public synchronized void leave() {
    if (inside == 0) {
      throw new IllegalStateException("nobody is inside");
    }
    inside--;
    if (inside == 0) {
      notifyAll();
    }
  }

  public synchronized boolean drain(long mostMillis) throws InterruptedException {
    shut = true;
    long begin = System.nanoTime();
    long most = TimeUnit.MILLISECONDS.toNanos(mostMillis);
    for (long left = most; inside > 0 && left > 0; left = most - (System.nanoTime() - begin)) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return inside == 0;
  }
}
