package scalebook.sessions.lessons;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.SiteSettings;
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
public final class Lesson3StickyAddress extends Lesson {
  private static final int WORKERS = 4;
  private static final String OFFICE = "203.0.113.9";

  @Option(names = "--users", description = "users, each in a household (default: 1000, quick 300)")
  private int users;

  @Override
  protected void tell(Story story) throws Exception {
    users = users > 0 ? users : either(1_000, 300);
    story.question(
        "%d addresses choose among %d workers. Who moves when a fifth comes?", users, WORKERS);
    Story.Table table = story.table("way", "busiest %", "office's %", "moved %", "theory %");
    double modulo = 1 - 1.0 / (WORKERS + 1);
    measure(story, table, Strategy.STICKY_ADDRESS, "movedModulo", modulo);
    measure(story, table, Strategy.STICKY_CONSISTENT, "movedConsistent", 1 - modulo);
    story.claim(
        "an office behind one address is one worker's alone", story.figure("natShare") == 1);
    story.claim(
        "modulo n, one more worker moves n/(n+1)", near(story.figure("movedModulo"), modulo));
    story.claim(
        "with a consistent hash it moves 1/(n+1)",
        near(story.figure("movedConsistent"), 1 - modulo));
  }

  /** ① Five standard deviations of a share of so many users. */
  private boolean near(double measured, double expected) {
    return Math.abs(measured - expected) <= 5 * Math.sqrt(expected * (1 - expected) / users);
  }

  private void measure(
      Story story, Story.Table table, Strategy strategy, String figure, double theory)
      throws Exception {
    try (SiteCluster site =
        SiteCluster.open(
                lab(),
                SiteCluster.Setup.of(WORKERS),
                SiteSettings.of(""),
                (node, text) -> {},
                Strategy.Store.MEMORY)
            .visitorsComeThroughProxy()) {
      site.use(strategy);
      Crowd households = site.crowd(strategy, users, 5);
      households.logIn();
      int busiest = 0;
      for (String worker : site.workers()) {
        busiest = Math.max(busiest, households.at(worker).size());
      }
      double office = busiestShare(site, strategy);
      site.scale(WORKERS + 1);
      double moved = households.strangers().size() / (double) users; // ② measured by who is lost
      table.row(
          strategy.toString(), 100.0 * busiest / users, 100 * office, 100 * moved, 100 * theory);
      story.figure(figure, moved);
      story.figure("natShare", office);
    }
  }

  /** The share of an office's requests that its busiest worker gets. */
  private double busiestShare(SiteCluster site, Strategy strategy) throws Exception {
    Map<String, Integer> served = new ConcurrentHashMap<>();
    Crowd office = site.crowd(strategy, users, 6);
    office.each(browser -> browser.moveTo(OFFICE));
    office.all(
        (user, browser, connection) ->
            served.merge(browser.get(connection, "/").worker(), 1, Integer::sum));
    return served.values().stream().mapToInt(count -> count).max().orElse(0) / (double) users;
  }

  public static void main(String[] args) {
    run(new Lesson3StickyAddress(), args);
  }
}
