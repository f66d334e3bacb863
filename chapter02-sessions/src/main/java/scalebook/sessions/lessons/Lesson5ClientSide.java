package scalebook.sessions.lessons;

import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
    test = "store.ClientSideSessionsTest")
public final class Lesson5ClientSide extends Lesson {
  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(400, 100);

  @Option(names = "--workers", description = "clones of the site (default: ${DEFAULT-VALUE})")
  private Size workers = size(3, 2);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("%d users carry their sessions themselves. Whom do we believe?", users.get());
    Site shop = Site.of(lab().redis("store").url(), Store.CLIENT_SIDE);
    SiteCluster.Setup setup = SiteCluster.Setup.of(shop, workers.get());
    try (SiteCluster site = new SiteCluster(lab(), setup, (node, text) -> {})) {
      site.use(Strategy.CLIENT_SIDE);
      refused(story, site);
      tooLate(story, site);
      keyChanged(story, site);
    }
  }

  /** ① Everybody changes one letter of a good cookie, or brings one that a stranger sealed. */
  private void refused(Story story, SiteCluster site) throws Exception {
    Forged foreign = new Forged(KeyRing.fresh(1));
    Random random = new Random(8);
    Crowd forgers = site.crowd(Strategy.CLIENT_SIDE, users.get(), 8);
    forgers.logIn();
    forgers.each(
        browser -> {
          String good = browser.cookie(Site.COOKIE).orElseThrow();
          String changed = Forged.oneLetter(good, random.nextInt(good.length()));
          browser.set(Site.COOKIE, random.nextBoolean() ? changed : foreign.sealed("ada"));
        });
    var pages = forgers.visit().values();
    long believed = pages.stream().filter(page -> page.user().isPresent()).count();
    story.event("workers", "%d tampered and foreign cookies, %d believed", users.get(), believed);
    story.claim(
        "tampered cookies and those of another key are refused, without an error",
        believed == 0 && pages.stream().allMatch(page -> page.status() == 200));
  }

  /** ② A good cookie after its end, and a copy of one after its owner has logged out. */
  private static void tooLate(Story story, SiteCluster site) throws Exception {
    Forged ours = new Forged(KeyRing.fresh(1));
    String cookie = ours.sealed("ada");
    boolean inTime = ours.opens(cookie, Forged.TTL_MILLIS - 1);
    story.claim("an expired cookie is refused", inTime && !ours.opens(cookie, Forged.TTL_MILLIS));
    try (var connection = Visits.connect(site.port())) {
      Browser owner = new Browser(Store.CLIENT_SIDE.path(), "10.0.0.1");
      owner.post(connection, "/login", "user=ada");
      Browser early = owner.copy("10.0.0.2");
      Browser late = owner.copy("10.0.0.2");
      String before = early.known(connection) ? "in" : "out";
      owner.post(connection, "/logout", "");
      String after = late.known(connection) ? "in" : "out";
      story.event("thief", "with a copy: %s before the log-out, %s after it", before, after);
      story.claim("a revoked cookie is refused", before.equals("in") && after.equals("out"));
    }
  }

  /** ③ The new key goes to one worker after the other, while users meet all of them. */
  private void keyChanged(Story story, SiteCluster site) throws Exception {
    Crowd crowd = site.crowd(Strategy.CLIENT_SIDE, users.get(), 9);
    crowd.logIn();
    int hasty = restarted(story, site, crowd, "in one step", site.keys().learn(2).sealWith(2));
    crowd.logIn();
    int careful = restarted(story, site, crowd, "1 learn it", site.keys().learn(3));
    careful += restarted(story, site, crowd, "2 seal with it", site.keys().sealWith(3));
    KeyRing last = site.keys().forget(1).forget(2); // everybody came by: no old cookie is left
    careful += restarted(story, site, crowd, "3 forget the old", last);
    story.figure("hastyLogouts", hasty);
    story.figure("rotationLogouts", careful);
    story.claim("a key changed in one step logs users out", hasty > 0);
    story.claim("changed in three steps, it logs out nobody", careful == 0);
  }

  private int restarted(Story story, SiteCluster site, Crowd crowd, String step, KeyRing ring)
      throws Exception {
    int loggedOut = site.keys(ring, crowd).size();
    story.event("key", "%s: %d of %d logged out", step, loggedOut, users.get());
    return loggedOut;
  }

  public static void main(String[] args) {
    run(new Lesson5ClientSide(), args);
  }
}
