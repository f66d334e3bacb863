package scalebook.cloning.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.stage.takeover.Arithmetic;
import scalebook.cloning.stage.takeover.Pair;
import scalebook.cloning.stage.takeover.TakeOvers;
import scalebook.cloning.takeover.Availability;
import scalebook.cloning.takeover.Standby;
import scalebook.engines.process.Platform;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.load.Ledger;
import scalebook.lab.story.Story;

/**
 * The balancer dies, and all clones are useless: who balances the balancer?
 *
 * <p>A passive balancer takes over after three missed heartbeats. A lease keeps a cut heartbeat
 * from making two active ones. Clients that know two active balancers need no take-over. Then the
 * arithmetic: two parts at 99.9 % in sequence, in parallel, and behind one switch.
 *
 * <pre>./book redundant-balancers</pre>
 */
@Command(name = "redundant-balancers", description = "who balances the balancer?")
@Idea(
    value = {Standby.class, Availability.class},
    method = "Standby.beat",
    test = "takeover.StandbyTest")
@Without(
    name = "heartbeat",
    what = "heartbeats between the two (instead: somebody starts the other)",
    falls = {Lesson8RedundantBalancers.TAKES_OVER, Lesson8RedundantBalancers.STAYS})
@Without(name = "lease", what = "the lease", falls = Lesson8RedundantBalancers.ONE)
@Without(
    name = "hash",
    what = "placing clients by a hash (instead: a table in memory)",
    falls = Lesson8RedundantBalancers.STAYS)
@Without(
    name = "second-address",
    what = "a second address in each client",
    falls = Lesson8RedundantBalancers.ADDRESSES)
@Without(
    name = "independence",
    what = "outages of their own (instead: both fail together)",
    falls = Lesson8RedundantBalancers.FORMULA)
public final class Lesson8RedundantBalancers extends Lesson {
  static final String TAKES_OVER = "the passive balancer takes over after 3 missed heartbeats";
  static final String ONE = "with a lease a cut never makes two active";
  static final String STAYS = "a hash keeps each client's clone over a take-over";
  static final String ADDRESSES = "clients lose requests with one address, none with two";
  static final String FORMULA = "independent parts follow the formula; one shared switch breaks it";

  @Option(names = "--seed", description = "of the outages (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  protected void tell(Story story) throws Exception {
    Platform.needSignals("two processes at one port");
    story.question("Who balances the balancer?");
    Pair.Setup dies = new Pair.Setup(true, with("heartbeat"), with("hash"));
    Pair.Setup isCut = new Pair.Setup(with("lease"), true, true);
    try (Pair first = Pair.open("first", dies, lab(), story::event);
        Pair second = Pair.open("second", isCut, lab(), story::event)) {
      long cut = TakeOvers.cut(second);
      long isolated = TakeOvers.isolated(second);
      TakeOvers.TakeOver takeOver = TakeOvers.takeOver(first);
      Ledger[] addresses = TakeOvers.addresses(first, with("second-address"));
      Story.Table table =
          story.table("what happens", "requests", "failed", "beats missed", "moved of 30");
      table.row(
          "the active one is killed",
          takeOver.load().sentCount(),
          takeOver.load().failedCount(),
          takeOver.missed(),
          takeOver.moved());
      row(table, "clients with 1 address", addresses[0]);
      row(table, "clients with 2 addresses", addresses[1]);
      story.note("answers by a second active: %d heartbeat cut, %d also keeper", cut, isolated);
      story.figure("takeoverHeartbeats", takeOver.missed());
      story.figure("bothActive", (double) cut + isolated);
      story.claim(TAKES_OVER, takeOver.missed() <= 3 && takeOver.load().failedCount() > 0);
      story.claim(ONE, cut + isolated == 0);
      story.claim(STAYS, takeOver.moved() == 0);
      story.claim(ADDRESSES, addresses[0].failedCount() > 0 && addresses[1].failedCount() == 0);
    }
    Arithmetic sums = Arithmetic.of(seed, with("independence")).tell(story);
    story.claim(FORMULA, sums.followTheFormula() && sums.sharedIsBelow());
  }

  private static void row(Story.Table table, String name, Ledger seen) {
    table.row(name, seen.sentCount(), seen.failedCount(), "", "");
  }

  public static void main(String[] args) {
    run(new Lesson8RedundantBalancers(), args);
  }
}
