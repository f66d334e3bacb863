package scalebook.book.exercise;

import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert;
import scalebook.lab.exercise.Todo;

/** For contracts: what an answer throws. A {@link Todo} is no answer, and goes through. */
public final class Thrown {
  private Thrown() {}

  /** Null when nothing is thrown. */
  public static Throwable by(ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = Assertions.catchThrowable(call);
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof Todo todo) {
        throw todo;
      }
    }
    return thrown;
  }
}
