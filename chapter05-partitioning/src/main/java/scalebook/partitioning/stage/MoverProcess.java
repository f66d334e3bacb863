package scalebook.partitioning.stage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.Mover;

/** The mover as a process of its own, which can be told to die on the spot. */
public final class MoverProcess {
  /** Where one dies that does not. */
  public static final String NEVER = "never";

  /** One at a time to each database is all that a mover needs. */
  private static final int CONNECTIONS = 1;

  private static final int FAILED = 1;
  private static final long SECONDS = 40;

  private MoverProcess() {}

  /** Where the databases are, and where to die. */
  record Settings(String places, String dieAt) {}

  public static void main(String[] args) {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    try (Pools pools = Pools.open(Path.of(settings.places), CONNECTIONS)) {
      new Mover(pools.places(), Crash.halt(settings.dieAt)).run();
    } catch (SQLException e) {
      e.printStackTrace(); // to this process's log
      Runtime.getRuntime().halt(FAILED);
    }
    Runtime.getRuntime().halt(0);
  }

  /** How one ended, and what it said last. */
  public record Ending(int status, List<String> lastWords) {
    public boolean finished() {
      return status == 0;
    }

    /** Where it was told to. */
    public boolean died() {
      return status == Crash.STATUS;
    }

    @Override
    public String toString() {
      return finished() ? "finished" : died() ? "died" : "failed: " + lastWords;
    }
  }

  /** Runs one until its end. */
  public static Ending run(Lab lab, OrderStore store, String dieAt) throws Exception {
    Path log = lab.workspace().folder("resharding").resolve("mover.log");
    Settings settings = new Settings(store.file().toString(), dieAt);
    try (Child child =
        Child.jvm("mover", log, Child.small(64), MoverProcess.class, settings, line -> {})) {
      return new Ending(child.exit().get(SECONDS, TimeUnit.SECONDS), child.logTail(8));
    }
  }
}
