package scalebook.sessions.stage;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.Lab;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.Store;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.KeyRing;

/** Clones of the site, with all stores that are wanted, behind chapter 1's balancer. */
public final class SiteCluster implements AutoCloseable {
  private static final long COMMAND_SECONDS = 30;
  private static final long POLL_NANOS = 1_000_000;

  /** A worker that is slow for once keeps its visitors; the supervisor says who is dead. */
  private static final HealthChecker.Settings PATIENT = new HealthChecker.Settings(250, 5_000, 2);

  private final Map<Strategy, Policy> policies = new EnumMap<>(Strategy.class);
  private final Cluster cluster;

  /** What workers are told that start from now on. */
  private volatile Site site;

  /** {@code port} 0 is any free one; {@code replace}: whether a dead worker is started again. */
  public record Setup(
      Site site, int workers, int port, boolean replace, IntFunction<Site.Sites> sites) {
    public static Setup of(Site site, int workers) {
      return new Setup(site, workers, 0, true, slot -> site.sites());
    }

    public Setup port(int to) {
      return new Setup(site, workers, to, replace, sites);
    }

    /** Where each worker runs, by its slot. */
    public Setup sites(IntFunction<Site.Sites> to) {
      return new Setup(site, workers, port, replace, to);
    }

    /** A dead worker stays away, so that what its death does can be looked at. */
    public Setup deadStayAway() {
      return new Setup(site, workers, port, false, sites);
    }
  }

  /** Returns when all workers serve; {@code events} hears (node, text). */
  public SiteCluster(Lab lab, Setup setup, BiConsumer<String, String> events) throws Exception {
    site = setup.site;
    Settings supervision = Settings.defaults();
    cluster =
        Cluster.open(
            Cluster.Setup.of(slot -> site.sites(setup.sites.apply(slot)), setup.workers)
                .front(Front.Setup.defaults().port(setup.port).health(PATIENT))
                .settings(setup.replace ? supervision : supervision.noRestart()),
            lab,
            events);
    for (Strategy strategy : Strategy.values()) {
      policies.put(strategy, strategy.policy());
    }
  }

  /** The lessons' visitors come through one proxy that says who they are. */
  public SiteCluster visitorsComeThroughProxy() {
    cluster.balancer().trustForwardedFor(true);
    return this;
  }

  public Cluster cluster() {
    return cluster;
  }

  public int port() {
    return cluster.port();
  }

  /** From now on the balancer finds sessions in this way. */
  public void use(Strategy strategy) {
    use(policies.get(strategy));
  }

  public void use(Policy policy) {
    cluster.balancer().rotation().policy(policy);
  }

  /** So many users of the site with this strategy, whose visits come in a random order. */
  public Crowd crowd(Strategy strategy, int users, long seed) {
    return crowd(strategy.store(), users, seed);
  }

  public Crowd crowd(Store store, int users, long seed) {
    return new Crowd(port(), store.path(), users, seed);
  }

  public List<String> workers() {
    return cluster.balancer().rotation().candidates().stream().map(c -> c.name()).toList();
  }

  public void scale(int workers) throws Exception {
    done(cluster.supervisor().scale(workers));
  }

  public void rollingRestart() throws Exception {
    done(cluster.supervisor().rollingRestart());
  }

  private static <T> T done(CompletableFuture<T> command) throws Exception {
    return Supervisor.await(command, COMMAND_SECONDS);
  }

  /** SIGKILL; returns who that was when nobody routes to it any more. */
  public String kill(int slot) throws Exception {
    String victim = done(cluster.supervisor().status()).get(slot - 1).worker();
    done(cluster.supervisor().kill(slot));
    await(victim + " is routed to after its death", () -> !routes(victim));
    return victim;
  }

  private boolean routes(String worker) {
    return cluster.balancer().rotation().members().stream().anyMatch(m -> m.name().equals(worker));
  }

  static void await(String otherwise, BooleanSupplier condition) {
    long deadline = System.nanoTime() + COMMAND_SECONDS * 1_000_000_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(otherwise + ", after " + COMMAND_SECONDS + " s");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  public KeyRing keys() {
    return site.keys();
  }

  /**
   * Kills one worker after the other; those who take their places have these keys. After each,
   * everybody visits workers that know them and others; returns the strangers.
   */
  public Set<Integer> keys(KeyRing to, Crowd visitors) throws Exception {
    site = site.keys(to);
    Set<Integer> strangers = new TreeSet<>();
    int workers = workers().size();
    for (int slot = 1; slot <= workers; slot++) {
      String victim = kill(slot);
      await("nobody takes the place of " + victim, () -> workers().size() == workers);
      strangers.addAll(visitors.strangers());
      strangers.addAll(visitors.strangers());
    }
    return strangers;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
