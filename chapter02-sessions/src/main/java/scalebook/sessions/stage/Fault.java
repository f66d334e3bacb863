package scalebook.sessions.stage;

import java.util.Locale;
import java.util.Set;
import scalebook.cloning.client.HttpCaller;
import scalebook.engines.Redis;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.stage.visitors.Crowd;

/** What happens between a visit and the next. */
public enum Fault {
  WORKER_KILLED("worker killed"),
  WORKER_ADDED("worker added"),
  ROLLING_RESTART("rolling restart"),
  STORE_RESTARTED("store killed, no file"),
  ROUTE_COOKIE_LOST("route cookie lost"),
  ONE_NAT("all behind one NAT"),
  TWO_TABS("two tabs write"),
  DURABLE_STORE_RESTARTED("store killed, with file");

  private static final String ONE_ADDRESS = "203.0.113.9";
  private static final int TIMEOUT_MILLIS = 5_000;

  private final String label;

  Fault(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What every user's cart must show after it; empty when that does not matter. */
  public Set<String> cart() {
    return this == TWO_TABS ? Set.of("2 book") : Set.of();
  }

  /**
   * The share of users that do not find what they left, when there were {@code n} workers.
   *
   * <p>Behind round robin every visit meets the worker that knows you by chance, 1/n. A hash modulo
   * n agrees with a hash modulo n±1 on one of the larger number of workers only.
   */
  public double predicted(Strategy strategy, int n) {
    double chance = 1 - 1.0 / n;
    double reshuffled = 1 - 1.0 / (n + 1);
    return switch (strategy) {
      case MEMORY ->
          switch (this) {
            case WORKER_ADDED -> reshuffled;
            case ROLLING_RESTART -> 1;
            case TWO_TABS -> 1 - 1.0 / (n * n * n); // both writes and the look must meet it
            default -> chance;
          };
      case STICKY_COOKIE ->
          switch (this) {
            case WORKER_KILLED -> 1.0 / n;
            case ROLLING_RESTART -> 1;
            case ROUTE_COOKIE_LOST -> chance;
            default -> 0;
          };
      case STICKY_ADDRESS ->
          switch (this) {
            case WORKER_KILLED, ONE_NAT -> chance;
            case WORKER_ADDED -> reshuffled;
            case ROLLING_RESTART -> 1;
            default -> 0;
          };
      case STICKY_CONSISTENT ->
          switch (this) {
            case WORKER_KILLED -> 1.0 / n;
            case WORKER_ADDED -> 1.0 / (n + 1);
            case ROLLING_RESTART -> 1;
            case ONE_NAT -> chance;
            default -> 0;
          };
      case SHARED -> this == STORE_RESTARTED ? 1 : 0;
      case CLIENT_SIDE -> this == TWO_TABS ? 1 : 0;
    };
  }

  /** Befalls the site: once, whatever strategies are being watched. */
  void befall(SiteCluster site, Redis store, int workers) throws Exception {
    switch (this) {
      case WORKER_KILLED -> site.kill(workers);
      case WORKER_ADDED -> site.scale(workers + 1);
      case ROLLING_RESTART -> site.rollingRestart();
      case STORE_RESTARTED, DURABLE_STORE_RESTARTED -> {
        store.kill();
        store.start();
      }
      default -> {
        // befalls the visitors
      }
    }
  }

  /** Befalls the visitors. */
  void befall(Crowd crowd, int port) throws InterruptedException {
    switch (this) {
      case ROUTE_COOKIE_LOST -> crowd.each(browser -> browser.forget(StickyCookie.NAME));
      case ONE_NAT -> crowd.each(browser -> browser.moveTo(ONE_ADDRESS));
      case TWO_TABS ->
          crowd.all(
              (user, browser, connection) -> {
                try (HttpCaller other = new HttpCaller(port, TIMEOUT_MILLIS)) {
                  browser.postTwice(connection, other, "/cart", "item=book");
                }
              });
      default -> {
        // befalls the site
      }
    }
  }

  /** As many workers as before. */
  void mend(SiteCluster site, int workers) throws Exception {
    if (this == WORKER_KILLED) {
      site.scale(workers - 1); // the dead one's place
    }
    site.scale(workers);
  }
}
