package scalebook.microservices.lessons;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.supervisor.Backoff;
import scalebook.engines.process.Tasks;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.resilience.Retries;
import scalebook.microservices.stage.ComeBack;
import scalebook.microservices.stage.Tiers;

/**
 * Below three tiers somebody is dead, and everybody tries three times. How often is the dead one
 * asked?
 *
 * <pre>./book retries --requests 400</pre>
 */
@Command(
    name = "retries",
    description = "retry storms through three tiers; budgets, deadlines, jitter")
@Idea(
    value = {Retries.class, Deadline.class},
    method = "Retries.ask",
    test = "resilience.RetriesTest")
public final class Lesson4Retries extends Lesson {
  private static final int TIERS = 3;
  private static final int ATTEMPTS = 3;
  private static final Backoff SHORT = new Backoff(1, 1);
  private static final long MOST_STILL_MILLIS = 20;

  @Option(names = "--requests", description = "requests to the top (default: ${DEFAULT-VALUE})")
  private Size requests = size(300, 60);

  @Option(
      names = "--clients",
      description = "clients that fail together (default: ${DEFAULT-VALUE})")
  private Size clients = size(150, 150);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d tiers, each tries %d times, and the last one asks a dead one.", TIERS, ATTEMPTS);
    Story.Table table = story.table("way", "requests", "at the dead one", "for each");
    storm(table, "naive", "naive", false, Retries::noBudget);
    storm(table, "budget, all tiers", "budgetEverywhere", false, () -> new RetryBudget(0.1, 3));
    storm(table, "budget, and taking a no", "budget", true, () -> new RetryBudget(0.1, 3));
    story.claim(
        "naive retries multiply: three to the power of three",
        story.figure("amplification.naive") == 27);
    story.claim(
        "with a budget, and one tier that tries, there is hardly more load than requests",
        story.figure("amplification.budget") <= 1.2);
    deadWork(story);
    peaks(story);
  }

  /** Requests at the dead one for each request at the top. */
  private void storm(
      Story.Table table, String way, String figure, boolean listens, Supplier<RetryBudget> budgets)
      throws Exception {
    int count = requests.get();
    long received =
        Tiers.storm(
            TIERS,
            count,
            () -> new Retries(ATTEMPTS, SHORT, Retries.JITTER, budgets.get(), listens));
    double each = (double) received / count;
    table
        .row(way, count, received, String.format("%.2f", each))
        .figure("amplification." + figure, each);
  }

  /** ① The caller waits 150 ms; each tier would try for much longer. */
  private static void deadWork(Story story) throws Exception {
    story.step("a caller that waits 150 ms, and tiers that would try for seconds");
    Tiers.DeadWork seen = Standstill.without(story, MOST_STILL_MILLIS, () -> Tiers.deadWork(150));
    String how = "status %d, the dead one was asked %d times instead of 20";
    story.event("tier", how, seen.status(), seen.asked());
    story.figure("attemptsInDeadline", seen.asked());
    story.claim(
        "a deadline that travels ends the work that nobody waits for",
        seen.status() == 504 && seen.asked() <= 3 && seen.tooLate() == 0);
  }

  /** ② All fail at the same moment. When do they come back? */
  private void peaks(Story story) throws Exception {
    int count = clients.get();
    story.step("%d clients fail at the same moment, and come back", count);
    FutureTask<ComeBack.Peak> plain = new FutureTask<>(() -> ComeBack.of(count, Retries.NO_JITTER));
    Tasks.daemon("no-jitter", plain).start();
    ComeBack.Peak spread = ComeBack.of(count, Retries.JITTER);
    ComeBack.Peak together = plain.get();
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("no jitter", together.points());
    series.put("full jitter", spread.points());
    story.chart("retries", "ms after the failure", "retries per 100 ms", series);
    String how = "most retries in 100 ms: %d without jitter, %d with it";
    story.event("clients", how, together.most(), spread.most());
    story.figure("peak.none", together.most());
    story.figure("peak.jitter", spread.most());
    story.claim(
        "jitter spreads the peak: at least three times lower",
        together.most() >= 3 * spread.most());
  }

  public static void main(String[] args) {
    run(new Lesson4Retries(), args);
  }
}
