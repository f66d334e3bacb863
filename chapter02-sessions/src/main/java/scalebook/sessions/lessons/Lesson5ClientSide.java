package scalebook.sessions.lessons;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.HttpCaller;
import scalebook.engines.Redis;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.SiteSettings;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.ClientSideSessions;
import scalebook.sessions.store.KeyRing;
import scalebook.sessions.store.Revocations;
import scalebook.sessions.store.Session;

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
public final class Lesson5ClientSide extends Lesson {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int VISITS = 2;
  private static final long TTL_MILLIS = 60_000;

  @Option(names = "--users", description = "users that log in (default: 400, quick 100)")
  private int users;

  @Option(names = "--workers", description = "clones of the site (default: 3, quick 2)")
  private int workers;

  private final Random random = new Random(8);

  @Override
  protected void tell(Story story) throws Exception {
    users = users > 0 ? users : either(400, 100);
    workers = workers > 0 ? workers : either(3, 2);
    story.question("%d users carry their sessions themselves. Whom do we believe?", users);
    Redis store = lab().redis("store");
    try (SiteCluster site =
        SiteCluster.open(
            lab(),
            SiteCluster.Setup.of(workers),
            SiteSettings.of(store.url()),
            (node, text) -> {},
            Strategy.Store.CLIENT_SIDE)) {
      site.use(Strategy.CLIENT_SIDE);
      refused(story, site);
      expired(story);
      replayed(story, site);
      keyChanged(story, site);
    }
  }

  /** ① Everybody changes one letter of a good cookie, or brings one that a stranger sealed. */
  private void refused(Story story, SiteCluster site) throws Exception {
    SiteSettings foreign = SiteSettings.of("");
    AtomicInteger believed = new AtomicInteger();
    AtomicInteger errors = new AtomicInteger();
    Crowd forgers = site.crowd(Strategy.CLIENT_SIDE, users, 8);
    forgers.logIn();
    forgers.all(
        (user, browser, connection) -> {
          String good = browser.cookie(Site.COOKIE).orElseThrow();
          browser.set(Site.COOKIE, user % 2 == 0 ? changed(good) : sealedBy(foreign.keys(), user));
          Browser.Page page = browser.get(connection, "/");
          believed.addAndGet(page.user().isPresent() ? 1 : 0);
          errors.addAndGet(page.status() == 200 ? 0 : 1);
        });
    story.event("workers", "%d tampered and foreign cookies, %d believed", users, believed.get());
    story.claim(
        "tampered cookies and those of another key are refused, without an error",
        believed.get() == 0 && errors.get() == 0);
  }

  private synchronized String changed(String good) {
    int at = random.nextInt(good.length());
    char other = good.charAt(at) == 'A' ? 'B' : 'A';
    return good.substring(0, at) + other + good.substring(at + 1);
  }

  private static String sealedBy(KeyRing ring, int user) {
    return sealedAt(ring, Crowd.name(user), 0);
  }

  /** A worker's own code, with a clock of ours and a revocation list that nobody asks. */
  private static String sealedAt(KeyRing ring, String user, long ageMillis) {
    long now = System.currentTimeMillis() - ageMillis;
    Session session = sessions(ring, now).open(Optional.empty());
    session.login(user);
    try {
      return session.save().orElseThrow();
    } catch (Session.Ended e) {
      throw new IllegalStateException("a new session cannot have ended", e);
    }
  }

  private static ClientSideSessions sessions(KeyRing ring, long now) {
    Revocations none =
        new Revocations() {
          @Override
          public boolean revoked(String id, String user, long since) {
            return false;
          }

          @Override
          public void revoke(String id) {}

          @Override
          public void revokeAll(String user, long nowMillis) {}
        };
    return new ClientSideSessions(ring, none, TTL_MILLIS, () -> now);
  }

  /** ② The same cookie a moment before its end, and a moment after it. */
  private void expired(Story story) {
    KeyRing ring = KeyRing.fresh(1);
    long now = System.currentTimeMillis();
    String cookie = sealedAt(ring, "ada", 0);
    boolean before =
        sessions(ring, now + TTL_MILLIS - 1_000).open(Optional.of(cookie)).user().isPresent();
    boolean after =
        sessions(ring, now + TTL_MILLIS + 1_000).open(Optional.of(cookie)).user().isPresent();
    story.claim("an expired cookie is refused", before && !after);
  }

  /** ③ A copy of the cookie, used again after its owner logged out. */
  private void replayed(Story story, SiteCluster site) throws Exception {
    try (HttpCaller connection = new HttpCaller(site.port(), TIMEOUT_MILLIS)) {
      Browser owner = new Browser(Strategy.Store.CLIENT_SIDE.path(), "10.0.0.1");
      owner.post(connection, "/login", "user=ada");
      Browser thief = new Browser(Strategy.Store.CLIENT_SIDE.path(), "10.0.0.2");
      String copy = owner.cookie(Site.COOKIE).orElseThrow();
      thief.set(Site.COOKIE, copy);
      boolean before = thief.get(connection, "/").user().isPresent();
      owner.post(connection, "/logout", "");
      thief.set(Site.COOKIE, copy);
      boolean after = thief.get(connection, "/").user().isPresent();
      story.event(
          "thief",
          "with a copy: %s before the log-out, %s after it",
          before ? "in" : "out",
          after ? "in" : "out");
      story.claim("a revoked cookie is refused", before && !after);
    }
  }

  /** ④ The new key goes to one worker after the other, while users meet all of them. */
  private void keyChanged(Story story, SiteCluster site) throws Exception {
    Crowd crowd = site.crowd(Strategy.CLIENT_SIDE, users, 9);
    crowd.logIn();
    int hasty = restarted(story, site, crowd, "in one step", site.keys().learn(2).sealWith(2));
    crowd.logIn();
    int learned = restarted(story, site, crowd, "1 learn it", site.keys().learn(3));
    int sealing = restarted(story, site, crowd, "2 seal with it", site.keys().sealWith(3));
    // Everybody came by since: no cookie of the old keys is out there. Else: wait until they
    // expire.
    KeyRing last = site.keys().forget(1).forget(2);
    int forgot = restarted(story, site, crowd, "3 forget the old", last);
    story.figure("hastyLogouts", hasty);
    story.figure("rotationLogouts", learned + sealing + forgot);
    story.claim("a key changed in one step logs users out", hasty > 0);
    story.claim("changed in three steps, it logs out nobody", learned + sealing + forgot == 0);
  }

  private int restarted(Story story, SiteCluster site, Crowd crowd, String step, KeyRing ring)
      throws Exception {
    site.keys(ring);
    Set<Integer> loggedOut = new TreeSet<>();
    for (int slot = 1; slot <= workers; slot++) {
      site.replace(slot);
      for (int visit = 0; visit < VISITS; visit++) {
        loggedOut.addAll(
            crowd.strangers()); // between the workers that know the ring and the others
      }
    }
    story.event("key", "%s: %d of %d logged out", step, loggedOut.size(), users);
    return loggedOut.size();
  }

  public static void main(String[] args) {
    run(new Lesson5ClientSide(), args);
  }
}
