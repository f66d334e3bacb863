package scalebook.sessions.stage;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.KeyRing;

/** Every strategy under every fault: the share of users that do not find what they left. */
public record Matrix(Lab lab, int workers, int users, long seed, List<String> durability) {
  /** A store with these settings has on disk what it acknowledged. */
  public static final List<String> DURABLE = List.of("appendonly yes", "appendfsync always");

  private static final String A = TwoSites.A;
  private static final String B = TwoSites.B;

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

  /** What all sites have in common. */
  private record Links(Channel.Address channel, KeyRing keys) {}

  public void measure(Rows rows) throws Exception {
    try (Channel channel = Channel.open()) {
      Links links = new Links(channel.address(), KeyRing.fresh(1));
      siteGoesDark(rows, links);
      Redis durable = lab.redis("durable", durability);
      try (SiteCluster site = open(links, durable.url(), Map.of(A, durable.url()), 0)) {
        Fault fault = Fault.DURABLE_STORE_RESTARTED;
        rows.row(fault, row(site, () -> restart(durable), fault));
      }
      try (WatchedStore watched = new WatchedStore(lab, "watched", List.of()).ready();
          SiteCluster site = open(links, watched.url(), Map.of(A, watched.url()), 0)) {
        rows.row(Fault.STORE_FAILS_OVER, row(site, watched::failOver, Fault.STORE_FAILS_OVER));
      }
    }
  }

  /** What a site survives, until it is dark; another one then answers at its address. */
  private void siteGoesDark(Rows rows, Links links) throws Exception {
    Redis store = lab.redis("store");
    Redis copy =
        lab.redis("copy", List.of("replicaof %s %d".formatted(store.host(), store.port())));
    Redis other = lab.redis("other");
    Map<Strategy, Crowd> crowds;
    int port;
    try (SiteCluster site = open(links, store.url(), Map.of(A, store.url()), 0)) {
      for (Fault fault : Fault.values()) {
        if (fault.compareTo(Fault.SITE_DARK) < 0) {
          rows.row(fault, row(site, () -> restart(store), fault));
        }
      }
      crowds = loggedIn(site, Fault.SITE_DARK);
      port = site.port();
      Replicas.caughtUp(store, 1);
    }
    store.kill();
    Replicas.promote(copy);
    Map<String, String> urls = Map.of(A, copy.url(), B, other.url());
    try (SiteCluster site = open(links, other.url(), urls, port)) {
      rows.row(Fault.SITE_DARK, looked(site, crowds, Fault.SITE_DARK));
    }
  }

  private static void restart(Redis store) {
    store.kill();
    store.start();
  }

  /** Where there is a second store, this is the second site. */
  private SiteCluster open(Links links, String url, Map<String, String> urls, int port)
      throws Exception {
    Store[] all =
        Arrays.stream(Strategy.values()).map(Strategy::store).distinct().toArray(Store[]::new);
    Site site =
        Site.of(url, all)
            .channel(links.channel)
            .keys(links.keys)
            .sites(new Site.Sites(urls.containsKey(B) ? B : A, urls));
    SiteCluster.Setup setup = SiteCluster.Setup.of(site, workers).port(port).deadStayAway();
    return new SiteCluster(lab, setup, (node, text) -> {}).visitorsComeThroughProxy();
  }

  /** The same fault, once, for the users of all strategies. */
  private Map<Strategy, Cell> row(SiteCluster site, Runnable storeFault, Fault fault)
      throws Exception {
    Map<Strategy, Crowd> crowds = loggedIn(site, fault);
    fault.befall(site, storeFault, workers);
    Map<Strategy, Cell> row = looked(site, crowds, fault);
    fault.mend(site, workers);
    return row;
  }

  private Map<Strategy, Crowd> loggedIn(SiteCluster site, Fault fault) throws Exception {
    Map<Strategy, Crowd> crowds = new EnumMap<>(Strategy.class);
    for (Strategy strategy : Strategy.values()) {
      site.use(strategy);
      Crowd crowd = site.crowd(strategy, users, seed + strategy.ordinal());
      crowd.logIn();
      fault.befall(crowd, site.port());
      crowds.put(strategy, crowd);
    }
    return crowds;
  }

  private Map<Strategy, Cell> looked(SiteCluster site, Map<Strategy, Crowd> crowds, Fault fault)
      throws Exception {
    Map<Strategy, Cell> row = new EnumMap<>(Strategy.class);
    for (Strategy strategy : Strategy.values()) {
      site.use(strategy);
      double lost = crowds.get(strategy).without(fault.cart()).size() / (double) users;
      double predicted = fault.predicted(strategy, workers);
      row.put(strategy, new Cell(predicted, lost, tolerance(predicted, users)));
    }
    return row;
  }
}
