package scalebook.sessions.lessons;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.sessions.stage.SiteCluster;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.stage.visitors.Forged;
import scalebook.sessions.stage.visitors.Intruder;
import scalebook.sessions.store.ClientSideSessions;
import scalebook.sessions.store.KeyRing;
import scalebook.sessions.store.SealedBox;

/**
 * The session travels in the cookie, sealed: the workers keep nothing at all.
 *
 * <p>A changed cookie, or one that another key sealed, is refused. Changing the key takes three
 * steps, or workers refuse what other workers just sealed. And a cookie cannot be taken back:
 * logging out needs a list.
 *
 * <pre>./book client-side --users 1000</pre>
 */
@Command(name = "client-side", description = "the session in the cookie itself: what can go wrong?")
@Idea(
    value = {ClientSideSessions.class, SealedBox.class},
    test = "store.ClientSideSessionsTest")
@Without(name = "tag", what = "the tag of a sealed cookie", falls = Lesson5ClientSide.REFUSED)
@Without(name = "expiry", what = "its end, sealed with it", falls = Lesson5ClientSide.EXPIRED)
@Without(name = "revocation", what = "the list of log-outs", falls = Lesson5ClientSide.REVOKED)
@Without(
    name = "learning",
    what = "every worker learns a new key before one seals with it",
    falls = Lesson5ClientSide.ROTATED)
public final class Lesson5ClientSide extends Lesson {
  static final String REFUSED = "a changed cookie, or one of an unknown key, is refused";
  static final String EXPIRED = "an expired cookie is refused";
  static final String REVOKED = "a copied cookie is refused after the log-out";
  static final String ROTATED = "changing the key in three steps logs out nobody";
  private static final long NEVER_MILLIS = 100L * 365 * 24 * 3_600_000;

  @Option(names = "--users", description = "users that log in (default: ${DEFAULT-VALUE})")
  private Size users = size(200, 100);

  @Option(names = "--workers", description = "clones of the site (default: ${DEFAULT-VALUE})")
  private Size workers = size(3, 2);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d users carry their sessions in a cookie. Which cookies are accepted?", users.get());
    Site shop =
        Site.of(lab().redis("store").url(), Store.CLIENT_SIDE)
            .guards(new Site.Guards(true, true, with("tag"), with("revocation")));
    SiteCluster.Setup setup = SiteCluster.Setup.of(shop, workers.get());
    try (SiteCluster site = new SiteCluster(lab(), setup, (node, text) -> {})) {
      site.use(Strategy.CLIENT_SIDE);
      Story.Table table = story.table("cookie", "sent", "accepted");
      boolean refused = refused(table, site);
      boolean expired = expired(table);
      boolean stolen = new Intruder(site.port()).entersAfterTheLogOut(Store.CLIENT_SIDE);
      table.row("copied, after the log-out", 1, stolen ? 1 : 0);
      keyChanged(story, site);
      story.claim(REFUSED, refused);
      story.claim(EXPIRED, expired);
      story.claim(REVOKED, !stolen);
    }
  }

  private boolean refused(Story.Table table, SiteCluster site) throws Exception {
    Crowd crowd = site.crowd(Strategy.CLIENT_SIDE, users.get(), 8);
    Intruder.Seen seen = Intruder.bringsForged(crowd);
    table.row("changed, or of unknown key", users.get(), seen.accepted());
    return seen.accepted() == 0 && seen.errors() == 0;
  }

  /** ① A good cookie just before and after its end. */
  private boolean expired(Story.Table table) {
    long ttlMillis = with("expiry") ? Forged.TTL_MILLIS : NEVER_MILLIS;
    Forged ours = new Forged(KeyRing.fresh(1), ttlMillis);
    String cookie = ours.sealed("ada");
    boolean late = ours.opens(cookie, Forged.TTL_MILLIS);
    table.row("after its end", 1, late ? 1 : 0);
    return ours.opens(cookie, Forged.TTL_MILLIS - 1) && !late;
  }

  /** ② The new key goes to one worker after the other, while users meet all of them. */
  private void keyChanged(Story story, SiteCluster site) throws Exception {
    Crowd crowd = site.crowd(Strategy.CLIENT_SIDE, users.get(), 9);
    crowd.logIn();
    int hasty = site.keys(site.keys().learn(2).sealWith(2), crowd).size();
    crowd.logIn();
    KeyRing learned = site.keys().learn(3);
    int careful = with("learning") ? site.keys(learned, crowd).size() : 0;
    careful += site.keys(learned.sealWith(3), crowd).size();
    // Everybody came by: no old cookie is left.
    careful += site.keys(learned.sealWith(3).forget(1).forget(2), crowd).size();
    Story.Table table = story.table("the key changes", "users", "logged out");
    table.row("in one step", users.get(), hasty).figure("hastyLogouts", hasty);
    table.row("learn, seal, forget", users.get(), careful).figure("rotationLogouts", careful);
    story.bars(
        "Users that a new key logs out",
        "the key changes",
        "users",
        Map.of("in one step", (double) hasty, "learn, seal, forget", (double) careful));
    story.control("changing the key in one step logs users out", hasty > 0);
    story.claim(ROTATED, careful == 0);
  }

  public static void main(String[] args) {
    run(new Lesson5ClientSide(), args);
  }
}
