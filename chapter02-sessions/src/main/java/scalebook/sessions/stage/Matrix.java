package scalebook.sessions.stage;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.sessions.stage.site.SiteSettings;
import scalebook.sessions.stage.visitors.Crowd;

/** Every strategy under every fault: the share of users that do not find what they left. */
public final class Matrix {
  /** A cell that misses its prediction by more happens once in a million by chance. */
  private static final double SIGMAS = 5;

  private final Lab lab;
  private final int workers;
  private final int users;
  private final long seed;

  /** One strategy under one fault. */
  public record Cell(double predicted, double measured, double tolerance) {
    /** Exactly, where the prediction leaves nothing to chance. */
    public boolean agrees() {
      return Math.abs(measured - predicted) <= tolerance;
    }
  }

  public Matrix(Lab lab, int workers, int users, long seed) {
    this.lab = lab;
    this.workers = workers;
    this.users = users;
    this.seed = seed;
  }

  /** What the sample allows: five standard deviations of a share of so many users. */
  public double tolerance(double predicted) {
    return SIGMAS * Math.sqrt(predicted * (1 - predicted) / users);
  }

  /** Hears of each row as soon as it is measured. */
  @FunctionalInterface
  public interface Rows {
    void row(Fault fault, Map<Strategy, Cell> cells);
  }

  public void measure(Rows rows) throws Exception {
    Redis plain = lab.redis("store");
    try (SiteCluster site = open(plain)) {
      for (Fault fault : Fault.values()) {
        if (fault != Fault.DURABLE_STORE_RESTARTED) {
          rows.row(fault, row(site, plain, fault));
        }
      }
    }
    Redis durable = lab.redis("durable", List.of("appendonly yes", "appendfsync always"));
    try (SiteCluster site = open(durable)) {
      rows.row(Fault.DURABLE_STORE_RESTARTED, row(site, durable, Fault.DURABLE_STORE_RESTARTED));
    }
  }

  private SiteCluster open(Redis store) throws Exception {
    SiteCluster.Setup setup = SiteCluster.Setup.of(workers).deadStayAway();
    return SiteCluster.open(
            lab,
            setup,
            SiteSettings.of(store.url()),
            (node, text) -> {},
            Strategy.Store.MEMORY,
            Strategy.Store.SHARED,
            Strategy.Store.CLIENT_SIDE)
        .visitorsComeThroughProxy();
  }

  /** The same fault, once, for the users of all strategies. */
  private Map<Strategy, Cell> row(SiteCluster site, Redis store, Fault fault) throws Exception {
    Map<Strategy, Crowd> crowds = new EnumMap<>(Strategy.class);
    for (Strategy strategy : Strategy.values()) {
      site.use(strategy);
      Crowd crowd = site.crowd(strategy, users, seed + strategy.ordinal());
      crowd.logIn();
      fault.befall(crowd, site.port());
      crowds.put(strategy, crowd);
    }
    fault.befall(site, store, workers);
    Map<Strategy, Cell> row = new EnumMap<>(Strategy.class);
    for (Strategy strategy : Strategy.values()) {
      site.use(strategy);
      double lost = crowds.get(strategy).without(fault.cart()).size() / (double) users;
      double predicted = fault.predicted(strategy, workers);
      row.put(strategy, new Cell(predicted, lost, tolerance(predicted)));
    }
    fault.mend(site, workers);
    return row;
  }
}
