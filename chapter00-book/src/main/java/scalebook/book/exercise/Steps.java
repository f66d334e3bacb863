package scalebook.book.exercise;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Two threads in a chosen order, so that a race is no matter of luck: one is stopped at its n-th
 * step, the other does all it has to do, then the first goes on.
 *
 * <p>A step is a use of a field, or a call. {@link SteppedClasses} tells them; a class that was
 * loaded without it, in an IDE, has none, and then one thread simply comes after the other.
 */
public final class Steps {
  private static final ThreadLocal<Steps> FIRST = new ThreadLocal<>();
  private static final long MOST_MILLIS = 5_000;
  private static final int MOST_STEPS = 1_000_000;

  /** The other thread may spin until we go on. */
  private static final long SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final int POLLS_OF_A_WAIT = 5;

  private final int after;
  private int done;
  private boolean met;
  private Thread before;
  private Thread other;
  private volatile Throwable thrown;

  private Steps(int after) {
    this.after = after;
  }

  /** What is tried with every order of two threads; it asserts what holds in each of them. */
  public interface Trial {
    void with(Steps steps) throws Throwable;
  }

  /** Tries it with the second thread at the first step, at the second one, … and at the end. */
  public static void all(Trial trial) throws Throwable {
    boolean more = true;
    for (int after = 0; more; after++) {
      Steps steps = new Steps(after);
      trial.with(steps);
      more = steps.met;
    }
  }

  /** After how many steps of the first thread the second one comes. */
  public int after() {
    return after;
  }

  /** As with two; but before the second one comes, this thread ends or waits. */
  public void meet(ThrowingCallable first, ThrowingCallable second, Thread third) throws Throwable {
    before = third;
    meet(first, second);
  }

  /** Runs {@code first} on this thread and {@code second} on one of its own. */
  public void meet(ThrowingCallable first, ThrowingCallable second) throws Throwable {
    other = new Thread(() -> thrown = Assertions.catchThrowable(second));
    other.setDaemon(true);
    FIRST.set(this);
    try {
      first.call();
    } finally {
      FIRST.remove();
    }
    if (!met) {
      other.start();
    }
    other.join(MOST_MILLIS);
    if (other.isAlive()) {
      throw waitsForEver();
    }
    if (thrown != null) {
      throw thrown;
    }
  }

  /** Called by the classes under test, before each step. */
  public static void step() {
    Steps steps = FIRST.get();
    if (steps != null) {
      steps.first();
    }
  }

  private void first() {
    if (done == after) {
      met = true;
      if (before != null) {
        untilItEndsOrWaits(before, TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS));
      }
      other.start();
      untilItEndsOrWaits(other, SPIN_NANOS);
    }
    if (done++ > MOST_STEPS) {
      throw waitsForEver();
    }
  }

  private AssertionError waitsForEver() {
    return new AssertionError("one of two threads waits for ever, after step " + after);
  }

  /** Until a thread that was started has ended, or is seen to wait; at most ten seconds. */
  public static void untilItEndsOrWaits(Thread thread) {
    untilItEndsOrWaits(thread, TimeUnit.MILLISECONDS.toNanos(2 * MOST_MILLIS));
  }

  private static void untilItEndsOrWaits(Thread thread, long mostNanos) {
    long begin = System.nanoTime();
    int waiting = 0;
    while (thread.isAlive() && waiting < POLLS_OF_A_WAIT && System.nanoTime() - begin < mostNanos) {
      LockSupport.parkNanos(POLL_NANOS);
      waiting = waits(thread.getState()) ? waiting + 1 : 0;
    }
  }

  private static boolean waits(Thread.State state) {
    return state != Thread.State.RUNNABLE && state != Thread.State.TERMINATED;
  }
}
