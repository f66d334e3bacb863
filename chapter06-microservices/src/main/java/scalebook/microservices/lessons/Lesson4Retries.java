package scalebook.microservices.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.supervisor.Backoff;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.load.Standstill;
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
@Command(name = "retries", description = "retry storms; budgets, deadlines, jitter")
@Idea(
    value = {Retries.class, Deadline.class},
    method = "Retries.ask",
    test = "resilience.RetriesTest")
public final class Lesson4Retries extends Lesson {
  private static final int ATTEMPTS = 3;
  private static final Backoff SHORT = new Backoff(1, 1);
  private static final long MOST_STILL_MILLIS = 20;

  @Option(names = "--requests", description = "requests to the top (default: ${DEFAULT-VALUE})")
  private Size requests = size(300, 60);

  @Option(names = "--clients", description = "clients that fail (default: ${DEFAULT-VALUE})")
  private Size clients = size(150, 150);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d tiers, each tries %d times, and the last one asks a dead one.",
        Tiers.STORM_TIERS, ATTEMPTS);
    Story.Table table = story.table("way", "requests", "at the dead one", "for each");
    int count = requests.get();
    double naive = Tiers.storm(table, "naive", count, () -> retries(Retries.noBudget(), false));
    double all = Tiers.storm(table, "budget, all tiers", count, () -> retries(budget(), false));
    double one =
        Tiers.storm(table, "budget, and taking a no", count, () -> retries(budget(), true));
    story.figure("amplification.budgetEverywhere", all);
    story.claim(
        "naive retries multiply: three to the power of three",
        story.figure("amplification.naive", naive) == 27);
    story.claim(
        "with a budget, and one tier that tries, there is hardly more load than requests",
        story.figure("amplification.budget", one) <= 1.2);
    deadWork(story);
    peaks(story);
  }

  private static RetryBudget budget() {
    return new RetryBudget(0.1, 3);
  }

  private static Retries retries(RetryBudget budget, boolean listens) {
    return new Retries(ATTEMPTS, SHORT, Retries.JITTER, budget, listens);
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
    ComeBack.Both both = ComeBack.of(count);
    int together = both.together().most();
    int spread = both.spread().most();
    story.chart("retries", "ms after the failure", "retries per 100 ms", both.series());
    String how = "most retries in 100 ms: %d without jitter, %d with it";
    story.event("clients", how, together, spread);
    story.figure("peak.none", together);
    story.figure("peak.jitter", spread);
    story.claim("jitter spreads the peak: at least three times lower", together >= 3 * spread);
  }

  public static void main(String[] args) {
    run(new Lesson4Retries(), args);
  }
}
