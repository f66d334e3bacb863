package scalebook.replication.lessons;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.replication.database.Schema;
import scalebook.replication.lease.Gate;
import scalebook.replication.stage.Cluster;
import scalebook.replication.stage.Withdrawals;
import scalebook.replication.stage.Withdrawals.Paid;

/**
 * There are 120 on an account. The primary is cut off, but lives; another one takes over; and
 * somebody withdraws 100 from each. Which of two mechanisms prevents that both pay?
 *
 * <pre>./book split-brain --runs 5</pre>
 */
@Command(
    name = "split-brain",
    description = "two primaries pay 100 of 120 twice; with a lease and an epoch they pay once")
@Idea(
    value = {Gate.class, Schema.class},
    test = "lease.GateTest")
public final class Lesson6SplitBrain extends Lesson {
  private static final long CENTS = 120;
  private static final long WITHDRAWN = 100;
  private static final int MOST_WAIT_MILLIS = 1_500;

  @Option(names = "--runs", description = "cuts with semi-sync (default: ${DEFAULT-VALUE})")
  private Size runs = size(2, 1);

  /** How many paid from one account, by the mechanism. */
  private final Map<String, Integer> most = new HashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question("%d are there, and %d are withdrawn on either side of a cut.", CENTS, WITHDRAWN);
    int accounts = Withdrawals.ACCOUNTS * (runs.get() + 1);
    try (Cluster cluster = Cluster.open(lab(), true, accounts, CENTS)) {
      Story.Table table = story.table("mechanism", "soon: paid", "later: paid", "the books say");
      // ① At once after the cut: its lease still lasts, and it answers.
      List<Paid> async = Withdrawals.atACut(cluster, false, 0, WITHDRAWN, 0);
      cell(table, "neither", "neither", async, false);
      cell(table, "lease and epoch alone", "fence", async, true);
      for (int i = 1; i <= runs.get(); i++) {
        // ② At some moment around the end of the lease.
        int wait = ThreadLocalRandom.current().nextInt(MOST_WAIT_MILLIS);
        int first = i * Withdrawals.ACCOUNTS;
        List<Paid> semi = Withdrawals.atACut(cluster, true, first, WITHDRAWN, wait);
        cell(table, "semi-sync alone, " + wait + " ms", "semiSync", semi, false);
        cell(table, "both, " + wait + " ms", "both", semi, true);
      }
      claims(story);
    }
  }

  /** What was paid, soon and later; and what the worse of the two leaves in the books. */
  private void cell(Story.Table table, String shown, String key, List<Paid> all, boolean fenced) {
    Paid soon = one(all, fenced, false);
    Paid later = one(all, fenced, true);
    table
        .row(shown, soon.paid(), later.paid(), soon.left() + " and " + later.left())
        .figure("paidSoon." + key, soon.paid())
        .figure("paidLater." + key, later.paid());
    most.merge(key, Math.max(soon.paid(), later.paid()), Math::max);
  }

  private static Paid one(List<Paid> all, boolean fenced, boolean late) {
    return all.stream()
        .filter(paid -> paid.fenced() == fenced && paid.late() == late)
        .findFirst()
        .orElseThrow();
  }

  private void claims(Story story) {
    double neither = story.figure("paidLater.neither");
    story.figure("unfencedBalance", CENTS - neither * WITHDRAWN);
    story.figure("fencedBalance", CENTS - most.get("both") * WITHDRAWN);
    story.claim("two primaries pay twice", neither == 2 && story.figure("paidSoon.neither") == 2);
    story.claim(
        "a fence alone: nobody pays once the new primary has",
        story.figure("paidLater.fence") == 1);
    story.claim(
        "a fence alone loses what was paid during its last lease",
        story.figure("paidSoon.fence") == 2);
    story.claim("semi-synchronous replication alone pays once", most.get("semiSync") == 1);
    story.claim("a fenced primary pays once", most.get("both") == 1);
  }

  public static void main(String[] args) {
    run(new Lesson6SplitBrain(), args);
  }
}
