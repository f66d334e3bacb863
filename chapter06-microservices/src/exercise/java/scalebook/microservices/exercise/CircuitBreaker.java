package scalebook.microservices.exercise;

import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * Opens after so many failures in a row, lets nobody through for a while, and then one single call:
 * the trial. A good one closes it, a bad one opens it again. Calls of before it opened, which end
 * later, change nothing. However long the trial takes, only its end ends it.
 */
public final class CircuitBreaker {
  /** Stays open for {@code openMillis}; {@code clock} tells milliseconds. */
  public CircuitBreaker(int failuresInARow, long openMillis, LongSupplier clock) {}

  /** A number for this call, which names it at its end; -1 when it is not to be made. */
  public long tryCall() {
    throw new Todo("closed: yes. Open: no. Half open: once");
  }

  public void good(long call) {
    throw new Todo("a good end");
  }

  public void bad(long call) {
    throw new Todo("a bad end");
  }

  /** It ended, and says nothing about the other side: the row goes on as if it had not been. */
  public void cancelled(long call) {
    throw new Todo("as if it had never begun");
  }
}
