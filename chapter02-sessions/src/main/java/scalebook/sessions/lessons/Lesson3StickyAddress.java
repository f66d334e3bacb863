package scalebook.sessions.lessons;

import java.util.Collections;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.policy.Policy;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.sessions.affinity.ConsistentAddress;
import scalebook.sessions.stage.Matrix;
import scalebook.sessions.stage.OwnBid;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;

/**
 * Your address chooses your worker: nothing to remember, no cookie. What is the price?
 *
 * <p>An office behind one address meets one worker, all of it. And one more worker moves nearly
 * everybody when the hash is taken modulo n: n/(n+1). A consistent hash moves 1/(n+1), as few as
 * the new worker needs.
 *
 * <pre>./book sticky-address --users 5000</pre>
 */
@Command(
    name = "sticky-address",
    description = "your address chooses your worker: whom does one more worker move?")
@Idea(
    value = ConsistentAddress.class,
    method = "ConsistentAddress.pick",
    test = "affinity.AffinityTest")
@Mine(value = "HighestBid", as = "the consistent hash")
@Without(
    name = "consistent",
    what = "the consistent hash; the hash modulo n takes its place",
    falls = Lesson3StickyAddress.CONSISTENT)
public final class Lesson3StickyAddress extends Lesson {
  static final String CONSISTENT = "a consistent hash moves only 1/(n+1) of the users";
  private static final int WORKERS = 4;
  private static final String OFFICE = "203.0.113.9";

  @Option(names = "--users", description = "users, each in a household (default: ${DEFAULT-VALUE})")
  private Size users = size(1_000, 300);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%,d addresses choose among %d workers. How many move when a fifth comes?",
        users.get(), WORKERS);
    Story.Table table =
        story.table("way", "busiest worker %", "one office %", "moved %", "theory %");
    double modulo = 1 - 1.0 / (WORKERS + 1);
    Strategy way = Strategy.STICKY_ADDRESS;
    double movedModulo = measure(story, table, way, way.policy(), modulo);
    way = Strategy.STICKY_CONSISTENT;
    Policy policy =
        with("consistent") ? OwnBid.or(own(), way.policy()) : Strategy.STICKY_ADDRESS.policy();
    double movedConsistent = measure(story, table, way, policy, 1 - modulo);
    story.bars(
        "Users that one more worker moves",
        "way",
        "% of the users",
        Map.of(
            Strategy.STICKY_ADDRESS.toString(), 100 * movedModulo,
            Strategy.STICKY_CONSISTENT.toString(), 100 * movedConsistent));
    story.figure("movedModulo", movedModulo);
    story.figure("movedConsistent", movedConsistent);
    story.control(
        "users behind one address all meet the same worker", story.figure("natShare") == 1);
    story.control("a hash modulo n moves n/(n+1) of the users", near(movedModulo, modulo));
    story.claim(CONSISTENT, near(movedConsistent, 1 - modulo));
  }

  /** ① Five standard deviations of a share in a sample of this size. */
  private boolean near(double measured, double expected) {
    return Math.abs(measured - expected) <= Matrix.tolerance(expected, users.get());
  }

  /** The share of users that one more worker moves: ② measured by who is lost. */
  private double measure(
      Story story, Story.Table table, Strategy strategy, Policy policy, double theory)
      throws Exception {
    double all = users.get();
    SiteCluster.Setup setup = SiteCluster.Setup.of(Site.of("", Store.MEMORY), WORKERS);
    try (SiteCluster site =
        new SiteCluster(lab(), setup, (node, text) -> {}).visitorsComeThroughProxy()) {
      site.use(policy);
      Crowd households = site.crowd(strategy, users.get(), 5);
      households.logIn();
      int busiest =
          site.workers().stream().mapToInt(worker -> households.at(worker).size()).max().orElse(0);
      Crowd office = site.crowd(strategy, users.get(), 6);
      office.each(browser -> browser.moveTo(OFFICE));
      double officeShare = Collections.max(Crowd.served(office.visit()).values()) / all;
      site.scale(WORKERS + 1);
      double moved = households.strangers().size() / all;
      table
          .row(
              strategy.toString(),
              100 * busiest / all,
              100 * officeShare,
              100 * moved,
              100 * theory)
          .figure("natShare", officeShare);
      return moved;
    }
  }

  public static void main(String[] args) {
    run(new Lesson3StickyAddress(), args);
  }
}
