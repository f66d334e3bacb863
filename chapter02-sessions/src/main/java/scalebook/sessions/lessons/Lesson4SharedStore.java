package scalebook.sessions.lessons;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.HttpCaller;
import scalebook.engines.Redis;
import scalebook.lab.Lesson;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.RoundTrips;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.SiteSettings;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.stage.visitors.Crowd;

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
public final class Lesson4SharedStore extends Lesson {
  private static final int WORKERS = 4;
  private static final int TABS = 8;
  private static final int TIMEOUT_MILLIS = 5_000;

  @Option(names = "--users", description = "users that log in (default: 600, quick 150)")
  private int users;

  @Option(names = "--writes", description = "writes to one cart (default: 4000, quick 600)")
  private int writes;

  @Override
  protected void tell(Story story) throws Exception {
    users = users > 0 ? users : either(600, 150);
    writes = writes > 0 ? writes : either(4_000, 600);
    story.question(
        "%d users share %d workers and one store. What can still be lost?", users, WORKERS);
    Redis store = lab().redis("store");
    try (SiteCluster site =
        SiteCluster.open(
            lab(),
            SiteCluster.Setup.of(WORKERS),
            SiteSettings.of(store.url()),
            story::event,
            Strategy.Store.SHARED,
            Strategy.Store.NAIVE_SHARED)) {
      site.use(Strategy.SHARED);
      Crowd crowd = site.crowd(Strategy.SHARED, users, 7);
      crowd.logIn();
      site.kill(1);
      Set<Integer> lost = crowd.strangers();
      story.figure("lost", lost.size());
      story.claim("a dead worker takes no session along", lost.isEmpty());

      story.figure("roundTripsPerRequest", roundTrips(crowd, store));
      story.claim(
          "a request costs at most two round trips to the store",
          story.figure("roundTripsPerRequest") <= 2);

      Story.Table table = story.table("save", "writes", "in the cart", "lost");
      int naive = lostUpdates(site, Strategy.Store.NAIVE_SHARED, table, "the whole session");
      int ours = lostUpdates(site, Strategy.Store.SHARED, table, "what has changed");
      story.figure("naiveLostUpdates", naive);
      story.figure("lostUpdates", ours);
      story.claim("saving the whole session loses what other tabs wrote", naive > 0);
      story.claim("saving the change loses nothing", ours == 0);
      identities(story, site);
    }
  }

  private double roundTrips(Crowd crowd, Redis store) throws Exception {
    try (RoundTrips trips = RoundTrips.watch(store)) {
      crowd.strangers();
      return trips.count() / (double) crowd.size();
    }
  }

  /** ① Many tabs of one browser put things into one cart, all at once. */
  private int lostUpdates(SiteCluster site, Strategy.Store store, Story.Table table, String way)
      throws Exception {
    Browser browser = new Browser(store.path(), "10.0.0.1");
    Deque<HttpCaller> tabs = new ConcurrentLinkedDeque<>();
    for (int i = 0; i < TABS; i++) {
      tabs.add(new HttpCaller(site.port(), TIMEOUT_MILLIS));
    }
    browser.post(tabs.peek(), "/login", "user=ada");
    try (Load load =
        Load.closed(
            TABS,
            writes,
            number -> {
              HttpCaller tab = tabs.pop();
              browser.post(tab, "/cart", "item=book");
              tabs.push(tab);
            })) {
      load.await();
    }
    String cart = browser.get(tabs.peek(), "/").cart();
    tabs.forEach(HttpCaller::close);
    int kept = Integer.parseInt(cart.split(" ")[0]);
    table.row(way, writes, kept, writes - kept);
    return writes - kept;
  }

  /** ② What a session's name is worth before and after it. */
  private void identities(Story story, SiteCluster site) throws Exception {
    Deque<Browser> devices = new ArrayDeque<>();
    try (HttpCaller connection = new HttpCaller(site.port(), TIMEOUT_MILLIS)) {
      Browser victim = new Browser(Strategy.Store.SHARED.path(), "10.0.0.2");
      victim.get(connection, "/");
      Browser attacker = new Browser(Strategy.Store.SHARED.path(), "10.0.0.3");
      attacker.set(Site.COOKIE, victim.cookie(Site.COOKIE).orElseThrow());
      victim.post(connection, "/login", "user=eve");
      boolean stranger = attacker.get(connection, "/").user().isEmpty();
      story.claim("a name known before the log-in opens nothing after it", stranger);
      for (int i = 0; i < 3; i++) {
        devices.add(new Browser(Strategy.Store.SHARED.path(), "10.0.0." + i));
        devices.peekLast().post(connection, "/login", "user=eve");
      }
      victim.post(connection, "/logout-everywhere", "");
      int still = 0;
      for (Browser device : devices) {
        still += device.get(connection, "/").user().isPresent() ? 1 : 0;
      }
      story.claim("logging out everywhere ends every device's session", still == 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson4SharedStore(), args);
  }
}
