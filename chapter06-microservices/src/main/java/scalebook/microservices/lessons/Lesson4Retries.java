package scalebook.microservices.lessons;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.health.RetryBudget;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lesson;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.Tier;
import scalebook.microservices.resilience.Backoff;
import scalebook.microservices.resilience.Deadline;

/**
 * Below three tiers somebody is dead, and everybody tries three times. How often is the dead one
 * asked?
 *
 * <pre>./book retries --requests 400</pre>
 */
@Command(
    name = "retries",
    description = "retry storms through three tiers; budgets, deadlines, jitter")
public final class Lesson4Retries extends Lesson {
  private static final int TIERS = 3;
  private static final int ATTEMPTS = 3;
  private static final Backoff SHORT = new Backoff(1, 1, true);
  private static final int BUCKET_MILLIS = 100;
  private static final long BASE_MILLIS = 800;
  private static final int RETRIES = 2;
  private static final long MOST_STILL_MILLIS = 20;

  @Option(names = "--requests", description = "requests to the top (default: 300, quick 60)")
  private int requests;

  @Option(
      names = "--clients",
      description = "clients that fail together (default: ${DEFAULT-VALUE})")
  private int clients = 150;

  @Override
  protected void tell(Story story) throws Exception {
    requests = requests > 0 ? requests : either(300, 60);
    story.question(
        "%d tiers, each tries %d times, and the last one asks a dead one.", TIERS, ATTEMPTS);
    Story.Table table = story.table("way", "requests", "at the dead one", "for each");
    double naive = storm(table, "naive", () -> new Tier.Retries(ATTEMPTS, SHORT, null, false));
    double budget =
        storm(
            table,
            "budget, all tiers",
            () -> new Tier.Retries(ATTEMPTS, SHORT, new RetryBudget(0.1, 3), false));
    double listening =
        storm(
            table,
            "budget, and taking a no",
            () -> new Tier.Retries(ATTEMPTS, SHORT, new RetryBudget(0.1, 3), true));
    story.figure("amplification.naive", naive);
    story.figure("amplification.budgetEverywhere", budget);
    story.figure("amplification.budget", listening);
    story.claim("naive retries multiply: three to the power of three", naive == 27);
    story.claim(
        "with a budget, and one tier that tries, there is hardly more load than requests",
        listening <= 1.2);

    deadWork(story);
    peaks(story);
  }

  /** Requests at the dead one for each request at the top. */
  private double storm(Story.Table table, String way, Supplier<Tier.Retries> retries)
      throws Exception {
    Deque<Tier> tiers = new ArrayDeque<>();
    Tier dead = Tier.dead();
    tiers.push(dead);
    for (int i = 0; i < TIERS; i++) {
      tiers.push(Tier.asking(tiers.peek(), retries.get()));
    }
    try (HttpCaller caller = new HttpCaller(tiers.peek().port(), 10_000)) {
      for (int i = 0; i < requests; i++) {
        caller.get("/");
      }
      double each = (double) dead.received() / requests;
      table.row(way, requests, dead.received(), String.format("%.2f", each));
      return each;
    } finally {
      tiers.forEach(Tier::close);
    }
  }

  /** ① The caller waits 150 ms; each tier would try for much longer. */
  private static void deadWork(Story story) throws Exception {
    story.step("a caller that waits 150 ms, and tiers that would try for seconds");
    DeadWork seen = Standstill.without(story, MOST_STILL_MILLIS, Lesson4Retries::deadWork);
    story.event(
        "tier",
        "status %d, the dead one was asked %d times instead of 20",
        seen.status,
        seen.asked);
    story.figure("attemptsInDeadline", seen.asked);
    story.claim(
        "a deadline that travels ends the work that nobody waits for",
        seen.status == 504 && seen.asked <= 3 && seen.tooLate == 0);
  }

  private record DeadWork(int status, long asked, long tooLate) {}

  private static DeadWork deadWork() throws Exception {
    Backoff slow = new Backoff(100, 100, false);
    Tier dead = Tier.dead();
    Tier middle = Tier.asking(dead, new Tier.Retries(20, slow, null, false));
    try (HttpCaller caller = new HttpCaller(middle.port(), 10_000)) {
      int status =
          caller.call("GET", "/", new LinkedHashMap<>(Deadline.in(150).header()), "").status();
      return new DeadWork(status, dead.received(), dead.tooLate());
    } finally {
      middle.close();
      dead.close();
    }
  }

  /**
   * ② All fail at the same moment. When do they come back? A retry counts at the moment its client
   * chose, as in every open load: a timer that fires late on a busy machine is no choice of theirs.
   */
  private void peaks(Story story) throws Exception {
    story.step("%d clients fail at the same moment, and come back", clients);
    FutureTask<Peak> plain = new FutureTask<>(() -> peak(new Backoff(BASE_MILLIS, 10_000, false)));
    Tasks.daemon("no-jitter", plain).start();
    Peak spread = peak(new Backoff(BASE_MILLIS, 10_000, true));
    Peak together = plain.get();
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("no jitter", together.points);
    series.put("full jitter", spread.points);
    story.chart("retries", "ms after the failure", "retries per 100 ms", series);
    story.event(
        "clients",
        "most retries in 100 ms: %d without jitter, %d with it",
        together.most,
        spread.most);
    story.figure("peak.none", together.most);
    story.figure("peak.jitter", spread.most);
    story.claim(
        "jitter spreads the peak: at least three times lower", together.most >= 3 * spread.most);
  }

  private record Peak(int most, List<Entry.Point> points) {}

  private Peak peak(Backoff backoff) throws Exception {
    int buckets = (int) (BASE_MILLIS * 4 / BUCKET_MILLIS);
    AtomicIntegerArray counts = new AtomicIntegerArray(buckets);
    CountDownLatch done = new CountDownLatch(clients * RETRIES);
    ScheduledExecutorService timers =
        Executors.newScheduledThreadPool(16, Tasks.daemons("clients"));
    try (Tier dead = Tier.dead()) {
      long start = System.nanoTime();
      for (int i = 0; i < clients; i++) {
        comeBack(timers, dead, backoff, counts, done, start, 0, 1);
      }
      if (!done.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("clients are missing");
      }
      if (dead.received() != (long) clients * RETRIES) {
        throw new IllegalStateException(dead.received() + " retries arrived");
      }
    } finally {
      timers.shutdownNow();
    }
    List<Entry.Point> points = new ArrayList<>();
    int most = 0;
    for (int i = 0; i < buckets; i++) {
      points.add(new Entry.Point(i * BUCKET_MILLIS, counts.get(i)));
      most = Math.max(most, counts.get(i));
    }
    return new Peak(most, points);
  }

  private static void comeBack(
      ScheduledExecutorService timers,
      Tier dead,
      Backoff backoff,
      AtomicIntegerArray counts,
      CountDownLatch done,
      long start,
      long failedMillis,
      int retry) {
    long due = failedMillis + backoff.millis(retry, ThreadLocalRandom.current());
    counts.incrementAndGet((int) Math.min(due / BUCKET_MILLIS, counts.length() - 1));
    timers.schedule(
        () -> {
          try (HttpCaller caller = new HttpCaller(dead.port(), 5_000)) {
            caller.get("/");
          } catch (IOException alsoAFailure) {
            // It comes back all the same.
          }
          done.countDown();
          if (retry < RETRIES) {
            comeBack(timers, dead, backoff, counts, done, start, due, retry + 1);
          }
        },
        due - (System.nanoTime() - start) / 1_000_000,
        TimeUnit.MILLISECONDS);
  }

  public static void main(String[] args) {
    run(new Lesson4Retries(), args);
  }
}
