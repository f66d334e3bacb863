package scalebook.lab.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;

/**
 * A load that runs beside the lesson until it is stopped or has sent all.
 *
 * <p>{@link #closed}: a fixed number of callers, each waits for its answer before it asks again.
 * {@link #open}: requests arrive on a schedule whether or not earlier ones were answered, and a
 * latency counts from the scheduled instant, so that a stall is not hidden (coordinated omission).
 */
public final class Load implements AutoCloseable {
  private static final Duration END_BOUND = Duration.ofSeconds(40);

  private final Ledger ledger = new Ledger();
  private final Request request;
  private final double perSecond;
  private final long most;
  private final AtomicLong next = new AtomicLong();
  private final CountDownLatch ended;
  private final List<Thread> callers = new ArrayList<>();
  private final long start = System.nanoTime();
  private volatile boolean stopping;

  private Load(Request request, double perSecond, long most, int callers) {
    this.request = request;
    this.perSecond = perSecond;
    this.most = most;
    this.ended = new CountDownLatch(callers);
  }

  /** Callers that ask again as soon as they are answered, {@code most} requests in all. */
  public static Load closed(int callers, long most, Request request) {
    Load load = new Load(request, 0, most, callers);
    return load.run(callers, number -> System.nanoTime());
  }

  /**
   * {@code perSecond} arrivals a second, {@code most} in all. At most {@code callers} are under way
   * at once: a request that finds none free waits, and its latency says so.
   */
  public static Load open(double perSecond, int callers, long most, Request request) {
    Load load = new Load(request, perSecond, most, callers);
    double gap = 1e9 / perSecond;
    return load.run(callers, number -> load.start + (long) (number * gap));
  }

  /** When a request is due. */
  private interface Schedule {
    long due(long number);
  }

  private Load run(int count, Schedule schedule) {
    for (int i = 0; i < count; i++) {
      callers.add(Tasks.daemon("caller-" + i, () -> call(schedule)));
    }
    callers.forEach(Thread::start);
    return this;
  }

  private void call(Schedule schedule) {
    try {
      while (!stopping) {
        long number = next.getAndIncrement();
        if (number >= most) {
          return;
        }
        long due = schedule.due(number);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          if (stopping) {
            return;
          }
          LockSupport.parkNanos(left);
        }
        one(number, due);
      }
    } finally {
      ended.countDown();
    }
  }

  private void one(long number, long due) {
    ledger.sent();
    try {
      request.send(number);
      ledger.acknowledged(System.nanoTime() - due);
    } catch (Exception e) {
      ledger.failed(e);
    }
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Arrivals that are due and not sent, because no caller is free; a stopped load has none. */
  public long waiting() {
    long due = Math.min(most, (long) (seconds() * perSecond));
    return stopping ? 0 : Math.max(0, due - ledger.sentCount());
  }

  /** Waits until all requests were sent and answered. */
  public Ledger await() throws InterruptedException {
    ended.await();
    return ledger;
  }

  /** Lets requests under way finish, starts no new ones. */
  public Ledger stop() throws InterruptedException {
    stopping = true;
    callers.forEach(LockSupport::unpark);
    if (!ended.await(END_BOUND.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("callers still wait for answers: " + ledger);
    }
    return ledger;
  }

  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    stopping = true;
    callers.forEach(Thread::interrupt);
  }
}
