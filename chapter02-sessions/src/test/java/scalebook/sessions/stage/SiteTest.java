package scalebook.sessions.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scalebook.book.testing.Thorough;
import scalebook.book.testing.WithLab;
import scalebook.engines.Redis;
import scalebook.engines.http.HttpCaller;
import scalebook.lab.Lab;
import scalebook.lab.load.Ledger;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.stage.visitors.Visits;
import scalebook.sessions.store.Ids;

/** The whole site, four workers and a real store, attacked and overrun. */
@ExtendWith(WithLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteTest {
  private static final int WORKERS = 4;
  private static final int INCREMENTS = Thorough.either(10_000, 4_000);
  private static final int RANDOM_COOKIES = Thorough.either(10_000, 3_000);

  private Channel channel;
  private SiteCluster site;
  private HttpCaller connection;

  @BeforeAll
  void open(Lab lab, Redis store) throws Exception {
    channel = Channel.open();
    Site shop =
        Site.of(store.url(), Store.values())
            .channel(channel.address())
            .sites(new Site.Sites("a", Map.of("a", store.url())));
    site =
        new SiteCluster(lab, SiteCluster.Setup.of(shop, WORKERS), (node, text) -> {})
            .visitorsComeThroughProxy();
    connection = new HttpCaller(site.port(), 10_000);
  }

  @AfterAll
  void close() {
    connection.close();
    site.close();
    channel.close();
  }

  private Browser browser(Store store) {
    return new Browser(store.path(), "192.0.2.1");
  }

  private int parallelIncrements(Store store) throws Exception {
    site.use(Strategy.SHARED);
    Browser browser = browser(store);
    browser.post(connection, "/login", "user=ada");
    Set<String> workers = ConcurrentHashMap.newKeySet();
    Ledger ledger =
        Visits.run(
            site.port(),
            8,
            INCREMENTS,
            (number, tab) -> workers.add(browser.post(tab, "/cart", "item=book").worker()));
    assertThat(ledger.acknowledgedCount()).as("%s", ledger).isEqualTo(INCREMENTS);
    assertThat(workers).as("workers that wrote").hasSize(WORKERS);
    return Integer.parseInt(browser.get(connection, "/").cart().split(" ")[0]);
  }

  @Test
  void parallelIncrementsOfOneSessionAreAllThere() throws Exception {
    assertThat(parallelIncrements(Store.SHARED)).isEqualTo(INCREMENTS);
  }

  @Test
  void aNaiveReadModifyWriteLosesSomeOfThem() throws Exception {
    assertThat(parallelIncrements(Store.NAIVE_SHARED)).isLessThan(INCREMENTS);
  }

  /** In the order log-in, visit, write, log-out: each is two commands at most. */
  @Test
  void aRequestSendsAtMostTwoCommandsToTheStore(Redis store) throws Exception {
    site.use(Strategy.SHARED);
    Browser browser = browser(Store.SHARED);
    for (int i = 0; i < WORKERS * 8; i++) {
      browser.get(connection, "/"); // every worker knows the scripts, and is connected
    }
    int requests = 0;
    try (RoundTrips trips = RoundTrips.watch(store)) {
      for (int i = 0; i < 50; i++) {
        browser.post(connection, "/login", "user=ada");
        browser.get(connection, "/");
        browser.post(connection, "/cart", "item=book");
        browser.post(connection, i % 2 == 0 ? "/logout" : "/logout-everywhere", "");
        requests += 4;
      }
      assertThat(trips.count())
          .as("commands of %d requests, scripts' inner ones aside", requests)
          .isPositive()
          .isLessThanOrEqualTo(2L * requests);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MEMORY", "SHARED", "CLIENT_SIDE", "REPLICATED", "BUDDIES", "HYBRID"})
  void aSessionIdFromBeforeTheLogInIsWorthlessAfterIt(Store store) throws Exception {
    site.use(Strategy.STICKY_ADDRESS);
    Browser victim = browser(store);
    victim.get(connection, "/");
    String known = victim.cookie(Site.COOKIE).orElseThrow();
    victim.post(connection, "/login", "user=eve");
    assertThat(victim.cookie(Site.COOKIE)).as("a new name").isPresent().isNotEqualTo(known);
    Browser attacker = browser(store);
    attacker.set(Site.COOKIE, known);
    assertThat(attacker.get(connection, "/").user()).as("who the old name stands for").isEmpty();
    attacker.set(Site.COOKIE, "AAAAAAAAAAAAAAAAAAAAAA");
    attacker.get(connection, "/");
    assertThat(attacker.cookie(Site.COOKIE))
        .as("a name that the attacker chose is never adopted")
        .isPresent()
        .isNotEqualTo(Optional.of("AAAAAAAAAAAAAAAAAAAAAA"));
  }

  @ParameterizedTest
  @EnumSource(names = {"MEMORY", "SHARED", "CLIENT_SIDE", "REPLICATED", "BUDDIES", "HYBRID"})
  void aCopiedCookieIsWorthlessAfterTheLogOut(Store store) throws Exception {
    site.use(Strategy.STICKY_ADDRESS);
    for (String page : new String[] {"/logout", "/logout-everywhere"}) {
      Browser owner = browser(store);
      owner.post(connection, "/login", "user=eve");
      Browser thief = browser(store);
      String copy = owner.cookie(Site.COOKIE).orElseThrow();
      thief.set(Site.COOKIE, copy);
      assertThat(thief.get(connection, "/").user()).contains("eve");
      owner.post(connection, page, "");
      assertThat(owner.cookie(Site.COOKIE)).as("the owner's cookie").isEmpty();
      thief.set(Site.COOKIE, copy);
      assertThat(thief.get(connection, "/").user()).as("the copy after %s", page).isEmpty();
    }
  }

  @Test
  void cookiesAreForNoScriptAndNoForeignForm() throws Exception {
    site.use(Strategy.STICKY_COOKIE);
    Browser.Page page = browser(Store.MEMORY).post(connection, "/login", "user=ada");
    String[] set = page.headers().get("set-cookie").split("\n");
    assertThat(set).hasSize(2);
    for (String cookie : set) {
      assertThat(cookie)
          .contains("; HttpOnly")
          .contains("; SameSite=Lax")
          .contains("; Path=/")
          .as("the outside is plain HTTP: a Secure cookie would never come back")
          .doesNotContain("Secure");
    }
    assertThat(page.headers().get("cache-control")).isEqualTo("no-store");
  }

  /** A proxy of ours in front ends TLS and says so: the balancer believes it, and nobody else. */
  @Test
  void behindTlsTheyAreSecure() throws Exception {
    site.use(Strategy.STICKY_COOKIE);
    assertThat(cookiesOfALogInOver("https"))
        .as("the worker's cookie and the balancer's, over TLS")
        .hasSize(2)
        .allSatisfy(cookie -> assertThat(cookie).contains("; Secure"));
    assertThat(cookiesOfALogInOver("http"))
        .allSatisfy(cookie -> assertThat(cookie).doesNotContain("Secure"));
    site.cluster().balancer().trustForwardedFor(false);
    try {
      assertThat(cookiesOfALogInOver("https"))
          .as("when anybody may have said so")
          .allSatisfy(cookie -> assertThat(cookie).doesNotContain("Secure"));
    } finally {
      site.cluster().balancer().trustForwardedFor(true);
    }
  }

  private String[] cookiesOfALogInOver(String scheme) throws IOException {
    Map<String, String> proxy = Map.of("X-Forwarded-Proto", scheme);
    HttpCaller.Answer answer = connection.call("POST", "/login", proxy, "user=ada");
    return answer.headers().get("set-cookie").split("\n");
  }

  /** Whatever a client sends as a cookie, it is a stranger, and nothing breaks. */
  @Test
  void randomCookiesNeverCauseAServerError() throws Exception {
    site.use(Strategy.STICKY_COOKIE);
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    Set<String> workers = new TreeSet<>();
    String good;
    try (HttpCaller first = new HttpCaller(site.port(), 10_000)) {
      Browser browser = browser(Store.CLIENT_SIDE);
      browser.post(first, "/login", "user=ada");
      good = browser.cookie(Site.COOKIE).orElseThrow();
    }
    Store[] stores = Store.values();
    for (int i = 0; i < RANDOM_COOKIES; i++) {
      Browser browser = browser(stores[i % stores.length]);
      String cookie = randomCookie(random, good);
      browser.set(Site.COOKIE, cookie);
      browser.set(StickyCookie.NAME, randomCookie(random, good));
      Browser.Page page = send(browser, cookie, seed);
      assertThat(page.status()).as("seed %d, cookie %s", seed, cookie).isEqualTo(200);
      assertThat(page.user().filter(user -> !cookie.equals(good))).as(cookie).isEmpty();
      workers.add(page.worker());
    }
    assertThat(site.workers()).as("who served").containsAll(workers);
  }

  private Browser.Page send(Browser browser, String cookie, long seed) {
    try {
      return browser.get(connection, "/");
    } catch (IOException e) {
      throw new AssertionError("seed " + seed + ", cookie " + cookie, e);
    }
  }

  /** Noise, nearly good ones, cut ones, long ones: what a header may carry. */
  private static String randomCookie(Random random, String good) {
    int length = random.nextInt(60);
    switch (random.nextInt(4)) {
      case 0 -> {
        return good.substring(0, random.nextInt(good.length()));
      }
      case 1 -> {
        int at = random.nextInt(good.length());
        char other = (char) ('!' + random.nextInt(90));
        return (good.substring(0, at) + other + good.substring(at + 1)).replace(';', '_');
      }
      case 2 -> {
        return Ids.next();
      }
      default -> {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
          text.append((char) (' ' + random.nextInt(95)));
        }
        return text.toString();
      }
    }
  }

  /** A cookie holds 4 KB; elsewhere too somebody pays for what a visitor collects. */
  @ParameterizedTest
  @EnumSource(names = {"MEMORY", "SHARED", "CLIENT_SIDE", "REPLICATED", "BUDDIES", "HYBRID"})
  void aSessionThatGrowsWithoutAnEndIsRefusedClearly(Store store) throws Exception {
    site.use(Strategy.STICKY_ADDRESS);
    Browser browser = browser(store);
    browser.post(connection, "/login", "user=ada");
    int status = 200;
    for (int i = 0; i < 200 && status == 200; i++) {
      status = browser.post(connection, "/cart", "item=" + "x".repeat(60) + i).status();
    }
    assertThat(status).as("answer to one thing too many").isEqualTo(413);
    assertThat(browser.get(connection, "/").user()).as("what was there stays").contains("ada");
  }

  @Test
  void wrongInputIsTheClientsFault() throws Exception {
    site.use(Strategy.SHARED);
    Browser browser = browser(Store.SHARED);
    assertThat(browser.post(connection, "/login", "user=").status()).isEqualTo(400);
    assertThat(browser.post(connection, "/cart", "item=a%20b").status()).isEqualTo(400);
    assertThat(browser.post(connection, "/cart", "item=%ZZ").status()).isEqualTo(400);
    assertThat(browser.get(connection, "/login").status()).isEqualTo(405);
    assertThat(browser.get(connection, "/nothing").status()).isEqualTo(404);
  }
}
