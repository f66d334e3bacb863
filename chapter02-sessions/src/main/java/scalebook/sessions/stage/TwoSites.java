package scalebook.sessions.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import scalebook.engines.Redis;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Browser;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.stage.visitors.Visits;
import scalebook.sessions.store.SitedSessions;

/**
 * Two sites, a and b: each has two workers, a store of its own, and a replica of the other's store,
 * over a long wire.
 */
public final class TwoSites implements AutoCloseable {
  public static final String A = "a";
  public static final String B = "b";
  private static final int WORKERS = 4;
  private static final int CALLERS = 4;
  private static final long BEAT_NANOS = 2_000_000;
  private static final long BOUND_SECONDS = 30;
  private static final String BEAT = "beat";

  private final Redis storeA;
  private final Redis copyOfA;
  private final List<Wire> wires = new ArrayList<>();
  private final SiteCluster cluster;
  private final boolean replicated;
  private volatile long darkNanos;

  /** A log-in that was answered, and when. */
  private record LoggedIn(Browser browser, String home, long nanos) {}

  /**
   * What a dark site cost.
   *
   * @param acknowledged log-ins at the site, before it went dark
   * @param lost of them
   * @param atMost those within the lag, which is the lag times their rate
   * @param lostElsewhere sessions of the other site that are lost, too
   */
  public record Dark(int acknowledged, int lost, int atMost, int lostElsewhere, long lagMillis) {}

  /** {@code replicated}: whether the stores are copied at all. */
  public TwoSites(Lab lab, Duration lag, boolean replicated) throws Exception {
    this.replicated = replicated;
    storeA = lab.redis("store-a");
    Redis storeB = lab.redis("store-b");
    copyOfA = copy(lab, storeA, lag, replicated);
    Redis copyOfB = copy(lab, storeB, lag, replicated);
    Map<String, String> atA = Map.of(A, storeA.url(), B, copyOfB.url());
    Map<String, String> atB = Map.of(A, copyOfA.url(), B, storeB.url());
    SiteCluster.Setup setup =
        SiteCluster.Setup.of(Site.of("", Store.SITED), WORKERS)
            .deadStayAway()
            .sites(slot -> slot % 2 == 1 ? new Site.Sites(A, atA) : new Site.Sites(B, atB));
    cluster = new SiteCluster(lab, setup, (node, text) -> {});
  }

  private Redis copy(Lab lab, Redis store, Duration lag, boolean replicated) {
    Wire wire = Wire.to(store.host(), store.port());
    wires.add(wire);
    List<String> follow = List.of("replicaof " + wire.host() + " " + wire.port());
    Redis copy = lab.redis("copy-of-" + store.name(), replicated ? follow : List.of());
    if (replicated) {
      SiteCluster.await("no copy of " + store.name(), () -> Replicas.inSync(store) == 1);
    }
    wire.delay(lag); // from now on: the first copy is made quickly
    return copy;
  }

  /** Where a worker of this name runs. */
  public static String siteOf(String worker) {
    return worker.matches("worker-\\d*[13579]\\..*") ? A : B;
  }

  public SiteCluster cluster() {
    return cluster;
  }

  /** Everybody logs in and visits; returns how many were not served at home. */
  public long servedAway(int users) throws InterruptedException {
    Crowd crowd = cluster.crowd(Store.SITED, users, 1);
    crowd.logIn();
    AtomicInteger away = new AtomicInteger();
    crowd.all(
        (user, browser, connection) -> {
          String home = SitedSessions.home(browser.cookie(Site.COOKIE).orElseThrow());
          Browser.Page page = browser.get(connection, "/account");
          away.addAndGet(siteOf(page.worker()).equals(home) ? 0 : 1);
        });
    return away.get();
  }

  /** ① While users log in, everything of site a dies at once; its copy at b takes over. */
  public Dark goesDark(int logIns) throws Exception {
    Queue<LoggedIn> all = new ConcurrentLinkedQueue<>();
    CountDownLatch half = new CountDownLatch(logIns / 2);
    Thread users = Tasks.daemon("users", () -> logIn(logIns, all, half));
    Tasks.daemon(BEAT, this::beat).start();
    if (replicated) {
      SiteCluster.await("no beat at the copy", () -> beatAtCopy().isPresent());
    }
    users.start();
    if (!half.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("half of the users have not logged in");
    }
    darkNanos = System.nanoTime();
    wires.forEach(Wire::cut); // what is on its way is lost
    storeA.kill();
    cluster.kill(1);
    cluster.kill(3);
    users.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
    try (Jedis copy = copyOfA.connect()) {
      copy.replicaofNoOne();
    }
    return looked(all, beatAtCopy().orElse(Long.MAX_VALUE));
  }

  private void logIn(int logIns, Queue<LoggedIn> all, CountDownLatch half) {
    try {
      Visits.run(
          cluster.port(),
          CALLERS,
          logIns,
          (number, connection) -> {
            Browser browser = new Browser(Store.SITED.path(), "10.9.0." + number % 250);
            Browser.Page page = browser.post(connection, "/login", "user=" + Crowd.name(number));
            if (page.status() == 200) {
              String home = SitedSessions.home(browser.cookie(Site.COOKIE).orElseThrow());
              all.add(new LoggedIn(browser, home, System.nanoTime()));
              half.countDown();
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A replica has what its primary did before the newest beat that it has. The time is taken before
   * the beat is sent, so a log-in that was answered earlier is older than the beat.
   */
  private void beat() {
    try (Jedis store = storeA.connect()) {
      while (darkNanos == 0) {
        store.set(BEAT, Long.toString(System.nanoTime()));
        LockSupport.parkNanos(BEAT_NANOS);
      }
    } catch (JedisException dark) {
      // That is how it ends.
    }
  }

  private Optional<Long> beatAtCopy() {
    try (Jedis copy = copyOfA.connect()) {
      return Optional.ofNullable(copy.get(BEAT)).map(Long::parseLong);
    }
  }

  private Dark looked(Queue<LoggedIn> all, long beat) throws Exception {
    int acknowledged = 0;
    int lost = 0;
    int atMost = 0;
    int lostElsewhere = 0;
    try (HttpCaller connection = Visits.connect(cluster.port())) {
      for (LoggedIn one : all) {
        boolean known = visit(connection, one.browser).user().isPresent();
        if (one.home.equals(A)) {
          acknowledged++;
          lost += known ? 0 : 1;
          atMost += one.nanos > beat ? 1 : 0;
        } else {
          lostElsewhere += known ? 0 : 1;
        }
      }
    }
    return new Dark(
        acknowledged, lost, atMost, lostElsewhere, Math.max(0, darkNanos - beat) / 1_000_000);
  }

  /** No answer from a site that has just died says nothing of a session: that one asks again. */
  private static Browser.Page visit(HttpCaller connection, Browser browser) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (true) {
      Browser.Page page = browser.get(connection, "/account");
      if (page.status() < 500) {
        return page;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("nobody answers: " + page.status());
      }
    }
  }

  @Override
  public void close() {
    cluster.close();
    wires.forEach(Wire::close);
  }
}
