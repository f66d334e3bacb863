package scalebook.sessions.stage;

import java.util.Locale;
import java.util.Set;
import scalebook.sessions.affinity.StickyCookie;
import scalebook.sessions.stage.visitors.Crowd;

/**
 * What happens between a visit and the next, and the share of users that then do not find what they
 * left, when there were n workers: by {@link Strategy}.
 *
 * <p>Behind round robin every visit meets the worker that knows you by chance, 1/n. A hash modulo n
 * agrees with a hash modulo n±1 on one of the larger number of workers only.
 */
public enum Fault {
  WORKER_KILLED("worker killed", n -> lost(missed(n), 1 / n, missed(n), 1 / n, 0, 0, 0, 0, 0)),
  WORKER_ADDED(
      "worker added", n -> lost(missed(n + 1), 0, missed(n + 1), 1 / (n + 1), 0, 0, 0, 0, 0)),
  ROLLING_RESTART("rolling restart", n -> lost(1, 1, 1, 1, 0, 0, 0, 0, 0)),
  STORE_RESTARTED("store killed, no file", n -> lost(missed(n), 0, 0, 0, 1, 0, 0, 1, 1)),
  ROUTE_COOKIE_LOST("route cookie lost", n -> lost(missed(n), missed(n), 0, 0, 0, 0, 0, 0, 0)),
  ONE_NAT("all behind one NAT", n -> lost(missed(n), 0, missed(n), missed(n), 0, 0, 0, 0, 0)),
  TWO_TABS( // in memory both writes and the look must meet the same worker
      "two tabs write", n -> lost(missed(n * n * n), 0, 0, 0, 0, 1, 0, 0, 0)),
  SITE_DARK("site goes dark", n -> lost(1, 1, 1, 1, 1, 0, 1, 1, 0)),
  DURABLE_STORE_RESTARTED("store killed, with file", n -> lost(missed(n), 0, 0, 0, 0, 0, 0, 0, 0)),
  STORE_FAILS_OVER("store fails over", n -> lost(missed(n), 0, 0, 0, 0, 0, 0, 0, 0));

  private static final String ONE_ADDRESS = "203.0.113.9";

  private final String label;
  private final Prediction prediction;

  /** By strategy, with this number of workers. */
  private interface Prediction {
    double[] lost(double workers);
  }

  Fault(String label, Prediction prediction) {
    this.label = label;
    this.prediction = prediction;
  }

  /** In the order of {@link Strategy}. */
  private static double[] lost(double... shares) {
    return shares;
  }

  private static double missed(double workers) {
    return 1 - 1 / workers;
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

  public double predicted(Strategy strategy, int workers) {
    return prediction.lost(workers)[strategy.ordinal()];
  }

  /**
   * Befalls the site: once, whatever strategies are being watched. Of a dark site nothing is left.
   */
  void befall(SiteCluster site, Runnable storeFault, int workers) throws Exception {
    switch (this) {
      case WORKER_KILLED -> site.kill(workers);
      case WORKER_ADDED -> site.scale(workers + 1);
      case ROLLING_RESTART -> site.rollingRestart();
      case STORE_RESTARTED, DURABLE_STORE_RESTARTED, STORE_FAILS_OVER -> storeFault.run();
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
      case TWO_TABS -> crowd.writeTwice(port);
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
