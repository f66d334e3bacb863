package scalebook.sessions.stage;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;

/** Every strategy under every fault: the share of users that do not find what they left. */
public record Matrix(Lab lab, int workers, int users, long seed, List<String> durability) {
  /** A store with these settings has on disk what it acknowledged. */
  public static final List<String> DURABLE = List.of("appendonly yes", "appendfsync always");

  /** A cell that misses its prediction by more happens once in a million by chance. */
  private static final double SIGMAS = 5;

  /** One strategy under one fault. */
  public record Cell(double predicted, double measured, double tolerance) {
    /** Exactly, where the prediction leaves nothing to chance. */
    public boolean agrees() {
      return Math.abs(measured - predicted) <= tolerance;
    }
  }

  /** What chance allows: five standard deviations of a share in a sample of this size. */
  public static double tolerance(double share, int users) {
    return SIGMAS * Math.sqrt(share * (1 - share) / users);
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
    Redis durable = lab.redis("durable", durability);
    try (SiteCluster site = open(durable)) {
      rows.row(Fault.DURABLE_STORE_RESTARTED, row(site, durable, Fault.DURABLE_STORE_RESTARTED));
    }
  }

  private SiteCluster open(Redis store) throws Exception {
    Site site = Site.of(store.url(), Store.MEMORY, Store.SHARED, Store.CLIENT_SIDE);
    SiteCluster.Setup setup = SiteCluster.Setup.of(site, workers).deadStayAway();
    return new SiteCluster(lab, setup, (node, text) -> {}).visitorsComeThroughProxy();
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
      row.put(strategy, new Cell(predicted, lost, tolerance(predicted, users)));
    }
    fault.mend(site, workers);
    return row;
  }
}
