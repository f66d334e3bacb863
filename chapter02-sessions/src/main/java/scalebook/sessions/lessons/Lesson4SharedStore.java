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
import scalebook.sessions.stage.RoundTrips;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Cart;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.stage.visitors.Intruder;
import scalebook.sessions.store.SharedSessions;

/**
 * Sessions move out of the workers into one Redis: then any worker may die.
 *
 * <p>A save that writes the whole session back undoes what another tab wrote meanwhile; one that
 * sends its change loses nothing. And a log-in changes the session's id, so that an id known before
 * is worthless.
 *
 * <pre>./book shared-store --writes 10000</pre>
 */
@Command(name = "shared-store", description = "sessions in Redis: does anything get lost now?")
@Idea(value = SharedSessions.class, test = "store.SharedSessionsTest")
@Without(name = "store", what = "one store for all", falls = Lesson4SharedStore.SURVIVES)
@Without(name = "changes", what = "a save of changes", falls = Lesson4SharedStore.NONE_LOST)
@Without(name = "renewal", what = "a new id at log-in", falls = Lesson4SharedStore.RENEWED)
@Without(
    name = "generations",
    what = "a number of each user, which ends all older sessions",
    falls = Lesson4SharedStore.EVERYWHERE)
public final class Lesson4SharedStore extends Lesson {
  static final String SURVIVES = "a dead worker loses no session";
  static final String NONE_LOST = "saving only the change loses no write";
  static final String RENEWED = "an id known before the log-in is worthless afterwards";
  static final String EVERYWHERE = "logging out everywhere ends every device's session";
  private static final int WORKERS = 4;

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(600, 150);

  @Option(names = "--writes", description = "writes to one cart (default: ${DEFAULT-VALUE})")
  private Size writes = size(4_000, 600);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d users share %d workers and one store. What is still lost?", users.get(), WORKERS);
    Redis store = lab().redis("store");
    Site.Guards guards = new Site.Guards(with("renewal"), with("generations"), true, true);
    Strategy strategy = with("store") ? Strategy.SHARED : Strategy.MEMORY;
    Site shop = Site.of(store.url(), Store.SHARED, Store.NAIVE_SHARED, Store.MEMORY).guards(guards);
    try (SiteCluster site =
        new SiteCluster(lab(), SiteCluster.Setup.of(shop, WORKERS), story::event)) {
      site.use(strategy);
      Crowd crowd = site.crowd(strategy, users.get(), 7);
      crowd.logIn();
      String victim = site.kill(1);
      double lost = story.figure("lost", crowd.strangers().size());
      story.note("kill -9 %s: %.0f of %d users are strangers", victim, lost, users.get());
      double trips = story.figure("roundTripsPerRequest", roundTrips(crowd, store));
      story.note("a visit makes %.1f round trips to the store", trips);
      saves(story, site);
      story.claim(SURVIVES, lost == 0);
      Intruder intruder = new Intruder(site.port());
      story.claim(RENEWED, !intruder.entersWithAnEarlierId(Store.SHARED));
      Crowd devices = site.crowd(Strategy.SHARED, 3, 8);
      story.claim(EVERYWHERE, intruder.staysAfterLogOutEverywhere(devices, Store.SHARED) == 0);
    }
  }

  private void saves(Story story, SiteCluster site) throws Exception {
    Story.Table table = story.table("save", "writes", "in the cart", "lost writes");
    Store changes = with("changes") ? Store.SHARED : Store.NAIVE_SHARED;
    double naive = lostWrites(site, Store.NAIVE_SHARED, table, "the whole session");
    double ours = lostWrites(site, changes, table, "what has changed");
    story.figure("naiveLostUpdates", naive);
    story.figure("lostUpdates", ours);
    story.bars(
        "Lost writes to one cart",
        "save",
        "writes",
        Map.of("the whole session", naive, "what has changed", ours));
    story.control("saving the whole session loses what other tabs wrote", naive > 0);
    story.claim(NONE_LOST, ours == 0);
  }

  private static double roundTrips(Crowd crowd, Redis store) throws Exception {
    try (RoundTrips trips = RoundTrips.watch(store)) {
      crowd.strangers();
      return trips.count() / (double) crowd.size();
    }
  }

  /** ① Many tabs of one browser put things into one cart, all at once. */
  private int lostWrites(SiteCluster site, Store store, Story.Table table, String way)
      throws Exception {
    Cart cart = Cart.filled(site.port(), store, writes.get());
    table.row(way, cart.writes(), cart.kept(), cart.lost());
    return cart.lost();
  }

  public static void main(String[] args) {
    run(new Lesson4SharedStore(), args);
  }
}
