package scalebook.book.exercise;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a contract says of one answer. */
public record Verdict(int passed, int skipped, List<String> failures) {

  /** The state of an exercise. */
  public enum State {
    NOT_STARTED,
    RED,
    GREEN
  }

  public State state() {
    return !failures.isEmpty()
        ? State.RED
        : skipped == 0 && passed > 0 ? State.GREEN : State.NOT_STARTED;
  }

  /** All tests of the contract. */
  public int tests() {
    return passed + skipped + failures.size();
  }

  /** Runs one test class in this JVM, on what the reader edits. */
  public static Verdict of(Class<?> tests) {
    return of(tests, Room.EXERCISE);
  }

  /** Runs one test class in this JVM, on one of the two answers. */
  public static Verdict of(Class<?> tests, Room room) {
    Class<?> loaded =
        tests.isAnnotationPresent(InSteps.class) ? new SteppedClasses(tests).again(tests) : tests;
    Listener listener = new Listener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(loaded))
            .configurationParameter("junit.jupiter.execution.timeout.default", "20 s")
            .configurationParameter( // or an endless loop has no end
                "junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
            .configurationParameter(Room.KEY, room.name())
            .build();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request, listener);
    return new Verdict(listener.passed, listener.skipped, listener.failures);
  }

  private static final class Listener implements TestExecutionListener {
    private int passed;
    private int skipped;
    private final List<String> failures = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
        case ABORTED -> skipped++;
        case FAILED ->
            failures.add(
                test.getDisplayName()
                    + ": "
                    + result.getThrowable().map(Listener::message).orElse("failed"));
      }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      skipped++;
    }

    private static String message(Throwable t) {
      return t instanceof AssertionError && t.getMessage() != null
          ? t.getMessage().strip()
          : t.toString();
    }
  }
}
