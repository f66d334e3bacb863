package scalebook.partitioning.resharding;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.store.Places;

/** The mover as a process of its own, which can be told to die on the spot. */
public final class MoverProcess {
  /** One at a time to each database is all that a mover needs. */
  private static final int CONNECTIONS = 1;

  private static final int FAILED = 1;

  private MoverProcess() {}

  /** Arguments: the file with the places, where to die (or {@code never}). */
  public static void main(String[] args) {
    Lifeline.attach(line -> {});
    try (Places places = Places.open(Path.of(args[0]), CONNECTIONS)) {
      new Mover(places, Crash.halt(args[1])).run();
    } catch (SQLException e) {
      e.printStackTrace(); // to this process's log
      Runtime.getRuntime().halt(FAILED);
    }
    Runtime.getRuntime().halt(0);
  }

  /** Starts one; completes with true when it has finished, false when it died as told. */
  public static CompletableFuture<Boolean> start(Path places, Path log, String dieAt) {
    Child child =
        Child.jvm(
            "mover",
            log,
            Child.small(64),
            MoverProcess.class,
            List.of(places.toString(), dieAt),
            line -> {});
    return child
        .exit()
        .thenApply(
            status -> {
              if (status != Crash.STATUS && status != 0) {
                throw new IllegalStateException(
                    "the mover ended with " + status + ": " + child.logTail(8));
              }
              return status == 0;
            });
  }
}
