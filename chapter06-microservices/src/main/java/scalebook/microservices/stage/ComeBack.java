package scalebook.microservices.stage;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import scalebook.cloning.supervisor.Backoff;
import scalebook.cloning.supervisor.Pause;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;
import scalebook.lab.Own;
import scalebook.lab.story.Entry;
import scalebook.microservices.resilience.Retries;

/**
 * Clients that fail at the same moment, and when they come back. A retry counts at the moment its
 * client chose, as in every open load: a timer that fires late on a busy machine is no choice of
 * theirs.
 */
public final class ComeBack {
  private static final int BUCKET_MILLIS = 100;
  private static final int BUCKETS = 32;
  private static final Backoff BACKOFF = new Backoff(800, 10_000);
  private static final int RETRIES = 2;

  private final Pause pause;
  private final RandomGenerator random;
  private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
  private final CountDownLatch done;
  private final long start = System.nanoTime();
  private final ScheduledExecutorService timers =
      Executors.newScheduledThreadPool(16, Tasks.daemons("clients"));

  private ComeBack(int clients, Pause pause, RandomGenerator random) {
    this.pause = pause;
    this.random = random;
    this.done = new CountDownLatch(clients * RETRIES);
  }

  /** The most retries in a tenth of a second, and how many in each. */
  public record Peak(int most, List<Entry.Point> points) {}

  /** As many clients without jitter and with it. */
  public record Both(Peak together, Peak spread) {
    public Map<String, List<Entry.Point>> series() {
      Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
      series.put("no jitter", together.points);
      series.put("full jitter", spread.points);
      return series;
    }
  }

  /** The reader's, or ours. */
  public static Pause pause(Own own) {
    return own.made("BackoffWithJitter", Pause.class, BACKOFF.baseMillis(), BACKOFF.capMillis())
        .orElse(BACKOFF);
  }

  /** At the same time; {@code pause} and {@code random} decide when the second ones come back. */
  public static Both of(int clients, Pause pause, RandomGenerator random) throws Exception {
    FutureTask<Peak> together = new FutureTask<>(() -> peak(clients, BACKOFF, Retries.NO_JITTER));
    Tasks.daemon("no-jitter", together).start();
    Peak spread = peak(clients, pause, random);
    return new Both(together.get(), spread);
  }

  private static Peak peak(int clients, Pause pause, RandomGenerator random) throws Exception {
    ComeBack all = new ComeBack(clients, pause, random);
    try (Tier dead = new Tier()) {
      for (int i = 0; i < clients; i++) {
        all.retry(dead, 0, 1);
      }
      if (!all.done.await(20, TimeUnit.SECONDS) || dead.received() != clients * RETRIES) {
        throw new IllegalStateException("retries that arrived: " + dead.received());
      }
    } finally {
      all.timers.shutdownNow();
    }
    return new Peak(
        IntStream.range(0, BUCKETS).map(all.counts::get).max().orElse(0),
        IntStream.range(0, BUCKETS)
            .mapToObj(i -> new Entry.Point(i * BUCKET_MILLIS, all.counts.get(i)))
            .toList());
  }

  private void retry(Tier dead, long failedMillis, int number) {
    long due = failedMillis + pause.delayMillis(number, random);
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
            retry(dead, due, number + 1);
          }
        },
        due - (System.nanoTime() - start) / 1_000_000,
        TimeUnit.MILLISECONDS);
  }
}
