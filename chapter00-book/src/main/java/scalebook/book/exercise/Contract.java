package scalebook.book.exercise;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.opentest4j.TestAbortedException;
import scalebook.lab.exercise.Served;
import scalebook.lab.exercise.Todo;

/**
 * The tests of an exercise, run on every kind of answer: the reader's, our solution, wrong ones.
 *
 * <p>A contract makes its answers in one method, {@code return answer(Answer.class, Fence.class,
 * clock)}, which a wrong answer overrides. Its tests are in the order in which one builds an
 * answer.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(Contract.InARoom.class)
public abstract class Contract {
  private Room room = Room.EXERCISE;

  /** A new object of the stub's class, or of our solution's, as an answer to ask. */
  protected final <T> T answer(Class<T> asked, Class<?> stub, Object... arguments) {
    return Served.as(asked, room.of(stub), arguments);
  }

  /** Tells a contract its room, and reports a {@link Todo} as skipped: a fresh clone is green. */
  static final class InARoom
      implements TestInstancePostProcessor,
          TestExecutionExceptionHandler,
          LifecycleMethodExecutionExceptionHandler {
    static final String REASON = "not started yet";

    @Override
    public void postProcessTestInstance(Object test, ExtensionContext context) {
      ((Contract) test).room =
          context.getConfigurationParameter(Room.KEY).map(Room::valueOf).orElse(Room.EXERCISE);
    }

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
