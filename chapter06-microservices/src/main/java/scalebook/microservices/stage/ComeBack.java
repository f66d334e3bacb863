package scalebook.microservices.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.supervisor.Backoff;
import scalebook.engines.process.Tasks;
import scalebook.lab.story.Entry;

/**
 * Clients that fail at the same moment, and when they come back. A retry counts at the moment its
 * client chose, as in every open load: a timer that fires late on a busy machine is no choice of
 * theirs.
 */
public final class ComeBack {
  private static final int BUCKET_MILLIS = 100;
  private static final long BASE_MILLIS = 800;
  private static final int BUCKETS = (int) (BASE_MILLIS * 4 / BUCKET_MILLIS);
  private static final int RETRIES = 2;
  private static final int BOUND_SECONDS = 20;

  private final RandomGenerator random;
  private final Backoff backoff = new Backoff(BASE_MILLIS, 10_000);
  private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
  private final long start = System.nanoTime();
  private final ScheduledExecutorService timers =
      Executors.newScheduledThreadPool(16, Tasks.daemons("clients"));

  private ComeBack(RandomGenerator random) {
    this.random = random;
  }

  /** The most retries in a tenth of a second, and how many in each. */
  public record Peak(int most, List<Entry.Point> points) {}

  public static Peak of(int clients, RandomGenerator random) throws Exception {
    ComeBack all = new ComeBack(random);
    CountDownLatch done = new CountDownLatch(clients * RETRIES);
    try (Tier dead = new Tier()) {
      for (int i = 0; i < clients; i++) {
        all.retry(dead, done, 0, 1);
      }
      if (!done.await(BOUND_SECONDS, TimeUnit.SECONDS)
          || dead.received() != (long) clients * RETRIES) {
        throw new IllegalStateException("retries that arrived: " + dead.received());
      }
    } finally {
      all.timers.shutdownNow();
    }
    return all.peak();
  }

  private void retry(Tier dead, CountDownLatch done, long failedMillis, int number) {
    long due = failedMillis + backoff.delayMillis(number, random);
    counts.incrementAndGet((int) Math.min(due / BUCKET_MILLIS, BUCKETS - 1));
    timers.schedule(
        () -> {
          try (HttpCaller caller = new HttpCaller(dead.port(), 5_000)) {
            caller.get("/");
          } catch (IOException alsoAFailure) {
            // It comes back all the same.
          }
          done.countDown();
          if (number < RETRIES) {
            retry(dead, done, due, number + 1);
          }
        },
        due - (System.nanoTime() - start) / 1_000_000,
        TimeUnit.MILLISECONDS);
  }

  private Peak peak() {
    List<Entry.Point> points = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      points.add(new Entry.Point(i * BUCKET_MILLIS, counts.get(i)));
    }
    int most = (int) points.stream().mapToDouble(Entry.Point::y).max().orElse(0);
    return new Peak(most, points);
  }
}
