package scalebook.sessions.lessons;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.Redis;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.stage.RoundTrips;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.HybridSessions;

/**
 * Sticky for speed, a shared store for truth: the clone keeps a copy of what its visitors have in
 * the store.
 *
 * <p>Reads then need no round trip, and a dead clone takes nothing along. But a visitor who was
 * sent to another clone and comes back meets an old copy, unless the cookie says how new it must
 * be.
 *
 * <pre>./book hybrid --users 1000</pre>
 */
@Command(
    name = "hybrid",
    description = "sticky sessions over a shared store: fast, and ever stale?")
@Idea(
    value = {HybridSessions.class, StickyCookie.class},
    method = "HybridSessions.open",
    test = "store.HybridSessionsTest")
@Without(name = "sticky", what = "a cookie for the clone", falls = Lesson8Hybrid.LOCAL)
@Without(name = "store", what = "a shared store behind it", falls = Lesson8Hybrid.SURVIVES)
@Without(name = "versions", what = "a version in the cookie", falls = Lesson8Hybrid.FRESH)
public final class Lesson8Hybrid extends Lesson {
  static final String LOCAL = "a clone answers nearly all reads from its own memory";
  static final String SURVIVES = "a dead clone logs nobody out";
  static final String FRESH = "with versions, no session is read stale";
  private static final int WORKERS = 4;
  private static final int READS = 4;
  private static final double NEARLY_ALL = 0.9;

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(300, 80);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d users stick to %d clones over a store. Which reads need it, which are stale?",
        users.get(), WORKERS);
    Redis redis = lab().redis("store");
    Store store = with("store") ? Store.HYBRID : Store.MEMORY;
    Site shop = Site.of(redis.url(), Store.HYBRID, Store.HYBRID_BLIND, Store.MEMORY);
    try (SiteCluster site =
        new SiteCluster(lab(), SiteCluster.Setup.of(shop, WORKERS), story::event)) {
      Story.Table table = story.table("what is counted", "count", "out of");
      site.use(with("sticky") ? Strategy.STICKY_COOKIE : Strategy.MEMORY);
      Crowd crowd = site.crowd(store, users.get(), 1);
      double loads = readsFromStore(crowd, redis);
      int reads = READS * users.get();
      table.row("reads that ask the store", Math.round(loads), reads);
      double local = story.figure("localShare", 1 - loads / reads);
      String victim = site.kill(1);
      double lost = story.figure("lost", crowd.strangers().size());
      table.row("users lost by kill -9 " + victim, Math.round(lost), users.get());
      site.use(Strategy.STICKY_COOKIE);
      int blind = stale(table, "stale reads, no versions", site, Store.HYBRID_BLIND);
      Store versioned = with("versions") ? Store.HYBRID : Store.HYBRID_BLIND;
      int stale = stale(table, "stale reads, with versions", site, versioned);
      story.figure("staleReadsNaive", blind);
      story.figure("staleReads", stale);
      story.bars(
          "Stale reads of users who come back",
          "the copy is checked by",
          "reads",
          Map.of("nothing", (double) blind, "the version in the cookie", (double) stale));
      story.claim(LOCAL, local >= NEARLY_ALL);
      story.claim(SURVIVES, lost == 0);
      story.control("a clone that believes its old copy shows it", blind > 0);
      story.claim(FRESH, stale == 0);
    }
  }

  /** ① Everybody writes once and reads four times; returns the store's round trips for reading. */
  private static double readsFromStore(Crowd crowd, Redis redis) throws Exception {
    crowd.logIn();
    crowd.all((user, browser, connection) -> browser.post(connection, "/cart", "item=book"));
    try (RoundTrips trips = RoundTrips.watch(redis)) {
      for (int i = 0; i < READS; i++) {
        crowd.all((user, browser, connection) -> browser.get(connection, "/account"));
      }
      return trips.count();
    }
  }

  /** ② Sent to another clone, they write there; sent back, they read. */
  private int stale(Story.Table table, String what, SiteCluster site, Store store)
      throws Exception {
    Crowd crowd = site.crowd(store, users.get(), 2);
    crowd.logIn();
    Crowd.Back back = crowd.goesAndComesBack();
    table.row(what, back.stale(), back.moved());
    return back.moved() > 0 ? back.stale() : -1;
  }

  public static void main(String[] args) {
    run(new Lesson8Hybrid(), args);
  }
}
