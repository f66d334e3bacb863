package scalebook.sessions.lessons;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.HttpCaller;
import scalebook.engines.Redis;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.stage.visitors.Forged;
import scalebook.sessions.stage.visitors.Visits;
import scalebook.sessions.store.ClientSideSessions;
import scalebook.sessions.store.KeyRing;
import scalebook.sessions.store.SealedBox;

/**
 * The session travels in the cookie, sealed: the workers keep nothing at all.
 *
 * <p>Whoever changes a bit of it, or seals one with another key, is a stranger. Changing the key
 * takes three steps, or workers refuse what their siblings just sealed. And a cookie cannot be
 * taken back: logging out needs a list.
 *
 * <pre>./book client-side --users 1000</pre>
 */
@Command(name = "client-side", description = "the session in the cookie itself: what can go wrong?")
@Idea(
    value = {ClientSideSessions.class, SealedBox.class},
    method = "ClientSideSessions.open",
    test = "store.ClientSideSessionsTest")
public final class Lesson5ClientSide extends Lesson {
  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(400, 100);

  @Option(names = "--workers", description = "clones of the site (default: ${DEFAULT-VALUE})")
  private Size workers = size(3, 2);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("%d users carry their sessions themselves. Whom do we believe?", users.get());
    Redis store = lab().redis("store");
    Site shop = Site.of(store.url(), Store.CLIENT_SIDE);
    SiteCluster.Setup setup = SiteCluster.Setup.of(shop, workers.get());
    try (SiteCluster site = new SiteCluster(lab(), setup, (node, text) -> {})) {
      site.use(Strategy.CLIENT_SIDE);
      refused(story, site);
      expired(story);
      replayed(story, site);
      keyChanged(story, site);
    }
  }

  /** ① Everybody changes one letter of a good cookie, or brings one that a stranger sealed. */
  private void refused(Story story, SiteCluster site) throws Exception {
    Forged foreign = new Forged(KeyRing.fresh(1));
    Random random = new Random(8);
    AtomicInteger believed = new AtomicInteger();
    AtomicInteger errors = new AtomicInteger();
    Crowd forgers = site.crowd(Strategy.CLIENT_SIDE, users.get(), 8);
    forgers.logIn();
    forgers.all(
        (user, browser, connection) -> {
          String good = browser.cookie(Site.COOKIE).orElseThrow();
          String changed = Forged.oneLetter(good, random.nextInt(good.length()));
          browser.set(Site.COOKIE, user % 2 == 0 ? changed : foreign.sealed(Crowd.name(user)));
          Browser.Page page = browser.get(connection, "/");
          believed.addAndGet(page.user().isPresent() ? 1 : 0);
          errors.addAndGet(page.status() == 200 ? 0 : 1);
        });
    story.event(
        "workers", "%d tampered and foreign cookies, %d believed", users.get(), believed.get());
    story.claim(
        "tampered cookies and those of another key are refused, without an error",
        believed.get() == 0 && errors.get() == 0);
  }

  /** ② The same cookie a moment before its end, and a moment after it. */
  private static void expired(Story story) {
    Forged ours = new Forged(KeyRing.fresh(1));
    String cookie = ours.sealed("ada");
    boolean before = ours.opens(cookie, Forged.TTL_MILLIS - 1_000);
    boolean after = ours.opens(cookie, Forged.TTL_MILLIS + 1_000);
    story.claim("an expired cookie is refused", before && !after);
  }

  /** ③ A copy of the cookie, used again after its owner logged out. */
  private static void replayed(Story story, SiteCluster site) throws Exception {
    try (HttpCaller connection = Visits.connect(site.port())) {
      Browser owner = new Browser(Store.CLIENT_SIDE.path(), "10.0.0.1");
      owner.post(connection, "/login", "user=ada");
      Browser thief = new Browser(Store.CLIENT_SIDE.path(), "10.0.0.2");
      String copy = owner.cookie(Site.COOKIE).orElseThrow();
      thief.set(Site.COOKIE, copy);
      String before = thief.known(connection) ? "in" : "out";
      owner.post(connection, "/logout", "");
      thief.set(Site.COOKIE, copy);
      String after = thief.known(connection) ? "in" : "out";
      story.event("thief", "with a copy: %s before the log-out, %s after it", before, after);
      story.claim("a revoked cookie is refused", before.equals("in") && after.equals("out"));
    }
  }

  /** ④ The new key goes to one worker after the other, while users meet all of them. */
  private void keyChanged(Story story, SiteCluster site) throws Exception {
    Crowd crowd = site.crowd(Strategy.CLIENT_SIDE, users.get(), 9);
    crowd.logIn();
    int hasty = restarted(story, site, crowd, "in one step", site.keys().learn(2).sealWith(2));
    crowd.logIn();
    int learned = restarted(story, site, crowd, "1 learn it", site.keys().learn(3));
    int sealing = restarted(story, site, crowd, "2 seal with it", site.keys().sealWith(3));
    // Everybody came by since: no cookie of an old key is left. Else: wait until they expire.
    KeyRing last = site.keys().forget(1).forget(2);
    int forgot = restarted(story, site, crowd, "3 forget the old", last);
    story.figure("hastyLogouts", hasty);
    story.figure("rotationLogouts", learned + sealing + forgot);
    story.claim("a key changed in one step logs users out", hasty > 0);
    story.claim("changed in three steps, it logs out nobody", learned + sealing + forgot == 0);
  }

  private int restarted(Story story, SiteCluster site, Crowd crowd, String step, KeyRing ring)
      throws Exception {
    Set<Integer> loggedOut = new TreeSet<>();
    site.keys(
        ring,
        () -> { // twice: between workers that know the ring and others
          loggedOut.addAll(crowd.strangers());
          loggedOut.addAll(crowd.strangers());
        });
    story.event("key", "%s: %d of %d logged out", step, loggedOut.size(), users.get());
    return loggedOut.size();
  }

  public static void main(String[] args) {
    run(new Lesson5ClientSide(), args);
  }
}
