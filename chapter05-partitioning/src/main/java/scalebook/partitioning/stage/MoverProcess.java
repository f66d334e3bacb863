package scalebook.partitioning.stage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.resharding.Safeguard;

/** The mover as a process of its own, which can be told to die on the spot. */
public final class MoverProcess {
  /** Where one dies that does not. */
  public static final String NEVER = "never";

  /** One at a time to each database is all that a mover needs. */
  private static final int CONNECTIONS = 1;

  private static final int FAILED = 1;
  private static final long SECONDS = 40;

  private MoverProcess() {}

  /**
   * What it must know.
   *
   * @param dieAt where to die
   * @param sleepAt where to stand still until it hears a line, as if dead
   * @param replaceable whether databases refuse it when another one has replaced it
   */
  record Settings(String places, String dieAt, String sleepAt, boolean replaceable) {}

  public static void main(String[] args) {
    CountDownLatch awake = new CountDownLatch(1);
    Settings settings = Lifeline.attach(Settings.class, line -> awake.countDown());
    Crash dies = Crash.halt(settings.dieAt);
    Crash sleeps = Crash.when(settings.sleepAt, () -> sleep(awake));
    Crash both =
        place -> {
          dies.at(place);
          sleeps.at(place);
        };
    Set<Safeguard> safeguards =
        Safeguard.which(name -> settings.replaceable || !name.equals(Safeguard.TERM.toString()));
    try (Pools pools = Pools.open(Path.of(settings.places), CONNECTIONS)) {
      new Mover(pools.places(), both, safeguards).run();
    } catch (SQLException e) {
      e.printStackTrace(); // to this process's log
      Runtime.getRuntime().halt(FAILED);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void sleep(CountDownLatch awake) {
    System.out.println("asleep");
    try {
      awake.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts one. */
  static Child start(Lab lab, Settings settings, Consumer<String> onLine) {
    Path log = lab.workspace().folder("resharding").resolve("mover.log");
    return Child.jvm("mover", log, Child.small(64), MoverProcess.class, settings, onLine);
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
    Settings settings = new Settings(store.file().toString(), dieAt, NEVER, true);
    try (Child child = start(lab, settings, line -> {})) {
      return new Ending(child.exit().get(SECONDS, TimeUnit.SECONDS), child.logTail(8));
    }
  }
}
