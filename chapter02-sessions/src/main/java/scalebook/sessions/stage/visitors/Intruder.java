package scalebook.sessions.stage.visitors;

import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import scalebook.engines.http.HttpCaller;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.store.KeyRing;

/** Somebody who comes with a cookie that is not theirs, or was good once. */
public record Intruder(int port) {
  /** What the site made of bad cookies: how many it accepted, and how many it called an error. */
  public record Seen(long accepted, long errors) {}

  /** A copy of the cookie of somebody who logs in later: does it open that session? */
  public boolean entersWithAnEarlierId(Store store) throws Exception {
    try (HttpCaller connection = Visits.connect(port)) {
      Browser victim = new Browser(store.path(), "10.0.0.2");
      victim.get(connection, "/");
      Browser attacker = victim.copy("10.0.0.3");
      victim.post(connection, "/login", "user=eve");
      return attacker.known(connection);
    }
  }

  /** How many devices of one user are still logged in after it logged out everywhere. */
  public int staysAfterLogOutEverywhere(Crowd devices, Store store) throws Exception {
    try (HttpCaller connection = Visits.connect(port)) {
      devices.all((number, device, any) -> device.post(any, "/login", "user=eve"));
      Browser another = new Browser(store.path(), "10.0.0.2");
      another.post(connection, "/login", "user=eve");
      another.post(connection, "/logout-everywhere", "");
      Set<Integer> still = ConcurrentHashMap.newKeySet();
      devices.all((number, device, any) -> still.add(device.known(any) ? number : -1));
      still.remove(-1);
      return still.size();
    }
  }

  /** Everybody changes one letter of a good cookie, or brings one that another key sealed. */
  public static Seen bringsForged(Crowd crowd) throws InterruptedException {
    Forged foreign = new Forged(KeyRing.fresh(1), Forged.TTL_MILLIS);
    Random random = new Random(8);
    crowd.logIn();
    crowd.each(
        browser -> {
          String good = browser.cookie(Site.COOKIE).orElseThrow();
          String changed = Forged.oneLetter(good, random.nextInt(good.length()));
          browser.set(Site.COOKIE, random.nextBoolean() ? changed : foreign.sealed("ada"));
        });
    var pages = crowd.visit().values();
    return new Seen(
        pages.stream().filter(page -> page.user().isPresent()).count(),
        pages.stream().filter(page -> page.status() != 200).count());
  }

  /** A copy of a good cookie, which its owner has logged out since. */
  public boolean entersAfterTheLogOut(Store store) throws Exception {
    try (HttpCaller connection = Visits.connect(port)) {
      Browser owner = new Browser(store.path(), "10.0.0.1");
      owner.post(connection, "/login", "user=ada");
      Browser early = owner.copy("10.0.0.2");
      Browser late = owner.copy("10.0.0.2");
      if (!early.known(connection)) {
        throw new IllegalStateException("the copied cookie was refused before the log-out");
      }
      owner.post(connection, "/logout", "");
      return late.known(connection);
    }
  }
}
