package scalebook.partitioning.stage;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import scalebook.engines.process.Tasks;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.resharding.Safeguard;
import scalebook.partitioning.resharding.Term;
import scalebook.partitioning.store.Places;

/** A mover that stands still in the middle of its work, as if dead, and wakes up later. */
public final class SleepingMover implements AutoCloseable {
  private static final long SECONDS = 30;

  private final CountDownLatch asleep = new CountDownLatch(1);
  private final CountDownLatch awake = new CountDownLatch(1);
  private final ExecutorService thread = Tasks.executor();
  private final Future<Mover> end;

  /** Returns when it has come to this place. */
  public SleepingMover(Places places, MovePlan plan, String place, Set<Safeguard> safeguards)
      throws SQLException, InterruptedException {
    Mover mover = new Mover(places, Crash.when(place, this::sleep), safeguards);
    mover.plan(plan);
    end =
        thread.submit(
            () -> {
              mover.run();
              return mover;
            });
    if (!asleep.await(SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a mover did not come to " + place);
    }
  }

  private void sleep() {
    asleep.countDown();
    try {
      awake.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets it go on to its end; whether a database refused it. */
  public boolean wakesUpAndIsRefused() throws InterruptedException, TimeoutException {
    awake.countDown();
    try {
      end.get(SECONDS, TimeUnit.SECONDS);
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof Term.Over;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
