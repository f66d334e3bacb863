package scalebook.sessions.stage;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.worker.Program;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.Lab;
import scalebook.sessions.stage.site.Site;
import scalebook.sessions.stage.site.SiteSettings;
import scalebook.sessions.stage.visitors.Crowd;
import scalebook.sessions.store.KeyRing;

/** Clones of the site, with all stores that are wanted, behind chapter 1's balancer. */
public final class SiteCluster implements AutoCloseable {
  private static final long COMMAND_SECONDS = 30;
  private static final long POLL_NANOS = 1_000_000;

  /** A worker that is slow for once keeps its visitors; the supervisor says who is dead. */
  private static final HealthChecker.Settings PATIENT = new HealthChecker.Settings(250, 5_000, 2);

  private static final AtomicLong SERIAL = new AtomicLong();

  private final Path file;
  private final Cluster cluster;
  private final Map<Strategy, Policy> policies = new EnumMap<>(Strategy.class);
  private SiteSettings settings;

  private SiteCluster(Path file, SiteSettings settings, Cluster cluster) {
    this.file = file;
    this.settings = settings;
    this.cluster = cluster;
    for (Strategy strategy : Strategy.values()) {
      policies.put(strategy, strategy.policy());
    }
  }

  /** {@code port} 0 is any free one; {@code replace}: whether a dead worker is started again. */
  public record Setup(int workers, int port, boolean replace) {
    public static Setup of(int workers) {
      return new Setup(workers, 0, true);
    }

    /** A dead worker stays away, so that what its death does can be looked at. */
    public Setup deadStayAway() {
      return new Setup(workers, port, false);
    }
  }

  public static SiteCluster open(
      Lab lab,
      Setup setup,
      SiteSettings settings,
      BiConsumer<String, String> events,
      Strategy.Store... stores)
      throws Exception {
    Path folder = lab.workspace().folder("site");
    Path file = settings.write(folder.resolve("settings-" + SERIAL.incrementAndGet()));
    String[] arguments =
        Stream.concat(Stream.of(file.toString()), Stream.of(stores).map(Enum::name))
            .toArray(String[]::new);
    Settings supervision = Settings.defaults();
    Cluster cluster =
        Cluster.open(
            Cluster.Setup.of(Program.of(Site.class, arguments), setup.workers)
                .port(setup.port)
                .health(PATIENT)
                .settings(setup.replace ? supervision : supervision.noRestart()),
            lab,
            events);
    return new SiteCluster(file, settings, cluster);
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
    cluster.balancer().rotation().policy(policies.get(strategy));
  }

  /** So many users of the site with this strategy, whose visits come in a random order. */
  public Crowd crowd(Strategy strategy, int users, long seed) {
    return new Crowd(port(), strategy.store().path(), users, seed);
  }

  public List<String> workers() {
    return cluster.balancer().rotation().candidates().stream().map(c -> c.name()).toList();
  }

  public void scale(int workers) throws Exception {
    Supervisor.await(cluster.supervisor().scale(workers), COMMAND_SECONDS);
  }

  /** SIGKILL; returns who that was when nobody routes to it any more. */
  public String kill(int slot) throws Exception {
    String victim =
        Supervisor.await(cluster.supervisor().status(), COMMAND_SECONDS).get(slot - 1).worker();
    Supervisor.await(cluster.supervisor().kill(slot), COMMAND_SECONDS);
    await(victim + " is routed to after its death", () -> !routes(victim));
    return victim;
  }

  /** SIGKILL; returns when the supervisor's new worker serves in its place. */
  public void replace(int slot) throws Exception {
    int workers = workers().size();
    kill(slot);
    await("nobody takes slot " + slot, () -> workers().size() == workers);
  }

  private boolean routes(String worker) {
    return cluster.balancer().rotation().members().stream().anyMatch(m -> m.name().equals(worker));
  }

  private static void await(String otherwise, BooleanSupplier condition) {
    long deadline = System.nanoTime() + COMMAND_SECONDS * 1_000_000_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(otherwise + ", after " + COMMAND_SECONDS + " s");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  public void rollingRestart() throws Exception {
    Supervisor.await(cluster.supervisor().rollingRestart(), COMMAND_SECONDS);
  }

  public KeyRing keys() {
    return settings.keys();
  }

  /** What workers read that start from now on. */
  public void keys(KeyRing to) {
    settings = settings.keys(to);
    settings.write(file);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
