package scalebook.microservices.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.health.Allowance;
import scalebook.cloning.supervisor.Backoff;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.resilience.Retries;
import scalebook.microservices.stage.ComeBack;
import scalebook.microservices.stage.OwnBudget;
import scalebook.microservices.stage.Tiers;

/**
 * Below three tiers a service is dead, and each tier tries three times. How often is the dead one
 * called?
 *
 * <pre>./book retries --requests 400</pre>
 */
@Command(name = "retries", description = "retry storms; budgets, deadlines, jitter")
@Idea(
    value = {Retries.class, Deadline.class},
    method = "Retries.ask",
    test = "resilience.RetriesTest")
@Without(name = "budget", what = "the retry budget of each tier", falls = Lesson4Retries.BUDGET)
@Without(
    name = "tried",
    what = "the header X-Tried, which stops the next tier's retries",
    falls = Lesson4Retries.BUDGET)
@Without(
    name = "deadline",
    what = "the header with the caller's deadline",
    falls = Lesson4Retries.DEADLINE)
@Without(
    name = "jitter",
    what = "the random part of the pause before a retry",
    falls = Lesson4Retries.SPREAD)
@Mine(value = "RetryBudget", as = "the budget of each tier")
@Mine(value = "BackoffWithJitter", as = "the pause of the clients that fail together")
public final class Lesson4Retries extends Lesson {
  static final String BUDGET = "budgets and one retrying tier cost at most 1.2 calls per request";
  static final String DEADLINE = "a travelling deadline ends work that nobody waits for";
  static final String SPREAD = "jitter lowers the peak of retries at least three times";
  private static final int ATTEMPTS = 3;
  private static final Backoff SHORT = new Backoff(1, 1);
  private static final long MOST_STILL_MILLIS = 20;
  private static final long WAITS_MILLIS = 150;

  @Option(names = "--requests", description = "requests to the top (default: ${DEFAULT-VALUE})")
  private Size requests = size(300, 60);

  @Option(names = "--clients", description = "clients that fail (default: ${DEFAULT-VALUE})")
  private int clients = 150;

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d tiers try %d times each above a dead service. How many calls reach it?",
        Tiers.STORM_TIERS, ATTEMPTS);
    Story.Table table = story.table("retries", "requests", "calls", "per request");
    int count = requests.get();
    double naive = Tiers.storm(table, "naive", count, () -> retries(Retries.noBudget(), false));
    double all = Tiers.storm(table, "budget", count, () -> retries(budget(), false));
    double one =
        Tiers.storm(table, "budget, one tier", count, () -> retries(budget(), with("tried")));
    story.figure("amplification.budgetEverywhere", all);
    story.control(
        "three attempts in three tiers multiply to 27 calls",
        story.figure("amplification.naive", naive) == 27);
    story.claim(BUDGET, story.figure("amplification.budget", one) <= 1.2);
    deadWork(story);
    peaks(story);
  }

  private Allowance budget() {
    return with("budget") ? OwnBudget.or(own(), 0.1, 3) : Retries.noBudget();
  }

  private static Retries retries(Allowance budget, boolean listens) {
    return new Retries(ATTEMPTS, SHORT, Retries.JITTER, budget, listens);
  }

  /** ① The caller waits 150 ms; each tier would try for much longer. */
  private void deadWork(Story story) throws Exception {
    Tiers.DeadWork seen =
        Standstill.without(
            story, MOST_STILL_MILLIS, () -> Tiers.deadWork(WAITS_MILLIS, with("deadline")));
    story.note(
        "the caller waits %d ms: %d of 20 possible calls are made, status %d",
        WAITS_MILLIS, seen.asked(), seen.status());
    story.figure("attemptsInDeadline", seen.asked());
    story.claim(DEADLINE, seen.status() == 504 && seen.asked() <= 3 && seen.tooLate() == 0);
  }

  /** ② All fail at the same moment. When do they come back? */
  private void peaks(Story story) throws Exception {
    ComeBack.Both both =
        ComeBack.of(
            clients, ComeBack.pause(own()), with("jitter") ? Retries.JITTER : Retries.NO_JITTER);
    int together = both.together().most();
    int spread = both.spread().most();
    story.chart("retries", "ms after the failure", "retries per 100 ms", both.series());
    story.note(
        "%d clients fail at once; most retries in 100 ms: %d without jitter, %d with it",
        clients, together, spread);
    story.figure("peak.none", together);
    story.figure("peak.jitter", spread);
    story.claim(SPREAD, together >= 3 * spread);
  }

  public static void main(String[] args) {
    run(new Lesson4Retries(), args);
  }
}
