package scalebook.book.exercise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;
import scalebook.lab.exercise.Todo;

/**
 * The tests of an exercise, run on every kind of answer: the reader's, the solution, wrong ones.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Contract.NotStarted.class)
public @interface Contract {

  /** Reports a {@link Todo} as skipped, so that a fresh clone is green. */
  final class NotStarted
      implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    static final String REASON = "not started yet";

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
        throws Throwable {
      throw skippedWhenTodo(thrown);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
        throws Throwable {
      throw skippedWhenTodo(thrown);
    }

    private static Throwable skippedWhenTodo(Throwable thrown) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        if (t instanceof Todo todo) {
          return new TestAbortedException(REASON + ": " + todo.getMessage());
        }
      }
      return thrown;
    }
  }
}
