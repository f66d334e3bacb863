package scalebook.transactions.saga;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.transactions.shop.Background;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;

/**
 * Runs sagas: one step after the other, and when one is refused the compensations of all before it,
 * backwards. Every intent is written down before the call, so that another orchestrator can go on
 * where one died. There is no lock between two steps: others see what is half done.
 */
public final class Orchestrator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Orchestrator.class);
  private static final long BETWEEN_MILLIS = 100;
  private static final int MOST_AT_ONCE = 50;

  private final SagaStore store;
  private final List<Step> steps;
  private final int pivot;
  private final Limits limits;
  private final Progress progress;
  private final AtomicLong resumed = new AtomicLong();
  private final Background resumer = new Background("saga-resumer", this::resume);
  private volatile boolean closed;

  /**
   * How patient it is.
   *
   * @param leaseMillis how long a saga of a dead orchestrator waits for another one
   * @param giveUp failed attempts of one action before the pivot after which the saga goes back
   * @param park failed attempts of what must succeed, after which a human is asked
   */
  public record Limits(long leaseMillis, int giveUp, int park, long backoffMillis) {
    public static final Limits DEFAULT = new Limits(800, 4, 60, 30);

    /** Exponential, with full jitter. */
    long backoff(int attempts) {
      long most = Math.min(backoffMillis << Math.min(attempts, 4), leaseMillis / 2);
      return 1 + ThreadLocalRandom.current().nextLong(most);
    }
  }

  /**
   * {@code pivot} is the last step that may be refused: when it is done there is no way back. A
   * call without an answer may have done it, so nobody gives up here: it says yes or no in the end.
   */
  public Orchestrator(
      DataSource store, List<Step> steps, int pivot, Limits limits, Progress progress) {
    this.store = new SagaStore(store, limits.leaseMillis());
    this.steps = List.copyOf(steps);
    this.pivot = pivot;
    this.limits = limits;
    this.progress = progress;
  }

  /** Begins to resume what others left. */
  public Orchestrator start() {
    resumer.start();
    return this;
  }

  /** Runs one to its end, if that comes within the bound: else it goes on, and has no end yet. */
  public Optional<Saga.State> run(Order order, long boundMillis) throws SQLException {
    long deadline = System.nanoTime() + boundMillis * 1_000_000;
    drive(store.begin(order));
    while (true) {
      Optional<Saga.State> end = store.read(order.id()).map(Saga::state).filter(Saga.State::over);
      if (end.isPresent() || System.nanoTime() - deadline > 0 || closed) {
        return end;
      }
      LockSupport.parkNanos(20_000_000); // a failed step waits in the table; the resumer goes on
    }
  }

  /** As far as it comes without waiting. */
  private void drive(Saga begun) throws SQLException {
    Saga saga = begun;
    try {
      while (!saga.state().over()) {
        saga = saga.state() == Saga.State.RUNNING ? forward(saga) : backward(saga);
        if (saga.attempts() > 0) {
          return; // later
        }
      }
    } catch (SagaStore.Overtaken overtaken) {
      LOG.info("saga {} has another owner now", begun.order().id());
    }
  }

  private Saga forward(Saga saga) throws SQLException, SagaStore.Overtaken {
    Step step = steps.get(saga.step());
    try {
      progress.at("before-" + step.name());
      step.act(saga.order());
      progress.at("after-" + step.name());
    } catch (Refused no) {
      progress.at("refused-" + step.name());
      return saga.step() <= pivot
          ? next(saga, Saga.State.COMPENSATING, saga.step(), "refused: " + no.getMessage())
          : again(saga, new SQLException("refused after the pivot: " + no.getMessage(), no));
    } catch (SQLException | RuntimeException e) { // done or not: unknown
      return saga.step() < pivot && saga.attempts() + 1 >= limits.giveUp()
          ? next(saga, Saga.State.COMPENSATING, saga.step(), "gave up: " + e.getMessage())
          : again(saga, e);
    }
    int following = saga.step() + 1;
    return following < steps.size()
        ? next(saga, Saga.State.RUNNING, following, "")
        : next(saga, Saga.State.COMPLETED, saga.step(), "");
  }

  private Saga backward(Saga saga) throws SQLException, SagaStore.Overtaken {
    Step step = steps.get(saga.step());
    try {
      progress.at("before-undo-" + step.name());
      step.compensate(saga.order());
      progress.at("after-undo-" + step.name());
    } catch (SQLException | RuntimeException e) {
      return again(saga, e);
    }
    return saga.step() > 0
        ? next(saga, Saga.State.COMPENSATING, saga.step() - 1, "")
        : next(saga, Saga.State.COMPENSATED, 0, "");
  }

  private Saga next(Saga saga, Saga.State state, int step, String note)
      throws SQLException, SagaStore.Overtaken {
    Saga next = saga.at(state, step);
    store.write(next, note, limits.leaseMillis());
    progress.at("after-intent");
    return next;
  }

  /** Goes on with this saga later; after the last attempt it waits for a human. */
  private Saga again(Saga saga, Exception why) throws SQLException, SagaStore.Overtaken {
    if (why instanceof RuntimeException) {
      LOG.warn("{} of saga {}", steps.get(saga.step()).name(), saga.order().id(), why); // a bug
    }
    int attempts = saga.attempts() + 1;
    boolean enough = attempts >= limits.park();
    Saga.State state = enough ? Saga.State.PARKED : saga.state();
    Saga later = new Saga(saga.order(), state, saga.step(), attempts, saga.token());
    String note = saga.state() + " " + steps.get(saga.step()).name() + ": " + why.getMessage();
    store.write(later, note, limits.backoff(attempts));
    if (enough) {
      LOG.error("saga {} is parked after {} attempts: {}", saga.order().id(), attempts, note);
    }
    return later;
  }

  private long resume() throws SQLException {
    resumeOnce();
    return BETWEEN_MILLIS;
  }

  /** Takes over what waits. */
  void resumeOnce() throws SQLException {
    for (Saga waiting : store.waiting(MOST_AT_ONCE)) {
      Optional<Saga> mine = store.claim(waiting);
      if (mine.isPresent() && !closed) {
        progress.at("after-claim");
        resumed.incrementAndGet();
        drive(mine.get());
      }
    }
  }

  /** Sagas that it took over, its own late ones included. */
  long resumed() {
    return resumed.get();
  }

  /** Sagas that are not over; a parked one is. */
  int unfinished() throws SQLException {
    return store.unfinished();
  }

  /** Lets a parked one go on, forward or back. */
  boolean unpark(long id, boolean forward) throws SQLException {
    return store.unpark(id, forward ? Saga.State.RUNNING : Saga.State.COMPENSATING);
  }

  @Override
  public void close() {
    closed = true;
    resumer.close();
  }
}
