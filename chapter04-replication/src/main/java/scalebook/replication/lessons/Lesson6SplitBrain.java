package scalebook.replication.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.replication.database.Schema;
import scalebook.replication.lease.Gate;
import scalebook.replication.stage.Cluster;
import scalebook.replication.stage.Safety;
import scalebook.replication.stage.Verdict;
import scalebook.replication.stage.Withdrawals;
import scalebook.replication.stage.Withdrawals.Cut;
import scalebook.replication.stage.Withdrawals.Seen;
import scalebook.replication.stage.Withdrawals.When;

/**
 * There are 120 on an account. The primary is cut off, but lives; another one takes over; and
 * somebody withdraws 100 from each. Which mechanisms prevent that both pay?
 *
 * <pre>./book split-brain --runs 5</pre>
 */
@Command(
    name = "split-brain",
    description = "two primaries pay 100 of 120 twice; lease, epoch and semi-sync prevent it")
@Idea(
    value = {Gate.class, Schema.class},
    test = "lease.GateTest")
@Without(
    name = "lease",
    what = "a primary's gate shuts when its lease ends",
    falls = {Lesson6SplitBrain.SILENT, Lesson6SplitBrain.ONE_COPY})
@Without(
    name = "epoch",
    what = "the database refuses a write whose epoch is over",
    falls = {Lesson6SplitBrain.REFUSED, Lesson6SplitBrain.ONE_COPY})
@Without(
    name = "semi-sync",
    what = "an acknowledgement waits until one replica has received the write",
    falls = {Lesson6SplitBrain.ONCE, Lesson6SplitBrain.ONE_COPY})
public final class Lesson6SplitBrain extends Lesson {
  static final String SILENT = "after its lease the old primary answers nobody";
  static final String REFUSED = "a withdrawal decided in an old epoch is refused";
  static final String ONCE = "semi-synchronous replication alone: a cut-off primary pays nobody";
  static final String ONE_COPY = "lease, epoch and semi-sync together are linearizable";
  private static final long CENTS = 120;
  private static final long WITHDRAWN = 100;

  @Option(names = "--runs", description = "cuts with semi-sync (default: ${DEFAULT-VALUE})")
  private Size runs = size(2, 1);

  private final Map<String, Double> payments = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Of %d, %d are withdrawn on either side of a cut: who pays?", CENTS, WITHDRAWN);
    int accounts = Withdrawals.ACCOUNTS * (runs.get() + 1);
    Safety safety = new Safety(true, with("lease"), with("epoch"));
    Cut async;
    Cut semi;
    try (Cluster cluster = Cluster.open(lab(), safety, accounts, CENTS)) {
      async = Withdrawals.atACut(cluster, false, 0, CENTS, WITHDRAWN, 0);
      semi = semi(cluster, 1, 0); // ① At once after the cut, while its lease lasts,
      for (int i = 2; i <= runs.get(); i++) { // ② and at some moment around its end.
        semi = semi.and(semi(cluster, i, ThreadLocalRandom.current().nextInt(1_500)));
      }
    }
    Story.Table table =
        story.table(
            "protected by", "paid soon", "later", "old epoch", "stale read", "linearizable");
    Seen neither = row(table, "neither", "neither", async.unfenced());
    Seen fence = row(table, "lease and epoch", "fence", async.fenced());
    Seen waiting = row(table, "semi-sync", "semiSync", semi.unfenced());
    Seen both = row(table, "lease, epoch and semi-sync", "both", semi.fenced());
    story.bars("payments of 100 from an account of 120", "", "payments", payments);
    story.figure("unfencedBalance", CENTS - neither.most() * WITHDRAWN);
    story.figure("fencedBalance", CENTS - both.most() * WITHDRAWN);
    story.control(
        "without lease and semi-sync both primaries pay",
        neither.paid(When.SOON) == 2 && neither.paid(When.LATE) == 2);
    story.control(
        "lease and epoch alone lose the last lease's payments", fence.paid(When.SOON) == 2);
    story.control("semi-sync alone: the old primary serves stale reads", waiting.stale());
    story.claim(SILENT, fence.silent() && both.silent());
    story.claim(REFUSED, fence.paid(When.DECIDED) == 1 && both.paid(When.DECIDED) == 1);
    story.claim(ONCE, waiting.paid(When.SOON) == 1 && waiting.paid(When.LATE) == 1);
    story.claim(ONE_COPY, Verdict.holds(story, number(), both.violation()));
  }

  private Cut semi(Cluster cluster, int number, int soonMillis) throws Exception {
    int first = number * Withdrawals.ACCOUNTS;
    return Withdrawals.atACut(cluster, with("semi-sync"), first, CENTS, WITHDRAWN, soonMillis);
  }

  private Seen row(Story.Table table, String shown, String key, Seen seen) {
    payments.put(shown, (double) seen.most());
    table
        .row(
            shown,
            seen.paid(When.SOON),
            seen.paid(When.LATE),
            seen.paid(When.DECIDED),
            seen.stale() ? "yes" : "no",
            seen.violation().isEmpty() ? "yes" : "no")
        .figure("paidSoon." + key, seen.paid(When.SOON))
        .figure("paidLater." + key, seen.paid(When.LATE));
    return seen;
  }

  public static void main(String[] args) {
    run(new Lesson6SplitBrain(), args);
  }
}
