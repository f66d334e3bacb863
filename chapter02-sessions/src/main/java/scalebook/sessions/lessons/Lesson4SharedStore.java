package scalebook.sessions.lessons;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.HttpCaller;
import scalebook.engines.Redis;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.RoundTrips;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.stage.visitors.Visits;
import scalebook.sessions.store.SharedSessions;

/**
 * Sessions move out of the workers into one Redis: then any worker may die.
 *
 * <p>What remains is to share properly. A save that writes the whole session back undoes what
 * another tab wrote meanwhile; one that sends its change loses nothing. And the name of a session
 * changes at log-in, so that whoever knew it before knows nothing.
 *
 * <pre>./book shared-store --writes 10000</pre>
 */
@Command(name = "shared-store", description = "sessions in Redis: does anything get lost now?")
@Idea(value = SharedSessions.class, test = "store.SharedSessionsTest")
public final class Lesson4SharedStore extends Lesson {
  private static final int WORKERS = 4;
  private static final int TABS = 8;

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(600, 150);

  @Option(names = "--writes", description = "writes to one cart (default: ${DEFAULT-VALUE})")
  private Size writes = size(4_000, 600);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d users share %d workers and one store. What can still be lost?", users.get(), WORKERS);
    Redis store = lab().redis("store");
    Site shop = Site.of(store.url(), Store.SHARED, Store.NAIVE_SHARED);
    try (SiteCluster site =
        new SiteCluster(lab(), SiteCluster.Setup.of(shop, WORKERS), story::event)) {
      site.use(Strategy.SHARED);
      Crowd crowd = site.crowd(Strategy.SHARED, users.get(), 7);
      crowd.logIn();
      site.kill(1);
      double lost = story.figure("lost", crowd.strangers().size());
      story.claim("a dead worker takes no session along", lost == 0);

      double trips = story.figure("roundTripsPerRequest", roundTrips(crowd, store));
      story.claim("a request costs at most two round trips to the store", trips <= 2);

      Story.Table table = story.table("save", "writes", "in the cart", "lost");
      double naive = lostUpdates(site, Store.NAIVE_SHARED, table, "the whole session");
      double ours = lostUpdates(site, Store.SHARED, table, "what has changed");
      story.figure("naiveLostUpdates", naive);
      story.figure("lostUpdates", ours);
      story.claim("saving the whole session loses what other tabs wrote", naive > 0);
      story.claim("saving the change loses nothing", ours == 0);
      identities(story, site);
    }
  }

  private static double roundTrips(Crowd crowd, Redis store) throws Exception {
    try (RoundTrips trips = RoundTrips.watch(store)) {
      crowd.strangers();
      return trips.count() / (double) crowd.size();
    }
  }

  /** ① Many tabs of one browser put things into one cart, all at once. */
  private int lostUpdates(SiteCluster site, Store store, Story.Table table, String way)
      throws Exception {
    Browser browser = new Browser(store.path(), "10.0.0.1");
    try (HttpCaller connection = Visits.connect(site.port())) {
      browser.post(connection, "/login", "user=ada");
      Visits.run(
          site.port(),
          TABS,
          writes.get(),
          (number, tab) -> browser.post(tab, "/cart", "item=book"));
      int kept = Integer.parseInt(browser.get(connection, "/").cart().split(" ")[0]);
      int lost = writes.get() - kept;
      table.row(way, writes.get(), kept, lost);
      return lost;
    }
  }

  /** ② What a session's name is worth before and after it. */
  private static void identities(Story story, SiteCluster site) throws Exception {
    try (HttpCaller connection = Visits.connect(site.port())) {
      Browser victim = new Browser(Store.SHARED.path(), "10.0.0.2");
      victim.get(connection, "/");
      Browser attacker = victim.copy("10.0.0.3");
      victim.post(connection, "/login", "user=eve");
      story.claim(
          "a name known before the log-in opens nothing after it", !attacker.known(connection));
      Crowd devices = site.crowd(Strategy.SHARED, 3, 8);
      devices.all((number, device, any) -> device.post(any, "/login", "user=eve"));
      victim.post(connection, "/logout-everywhere", "");
      Set<Integer> loggedOut = ConcurrentHashMap.newKeySet();
      devices.all((number, device, any) -> loggedOut.add(device.known(any) ? -1 : number));
      story.claim(
          "logging out everywhere ends every device's session", loggedOut.equals(Set.of(0, 1, 2)));
    }
  }

  public static void main(String[] args) {
    run(new Lesson4SharedStore(), args);
  }
}
