package scalebook.cloning.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.stage.worker.Program;
import scalebook.cloning.supervisor.Members;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.Lab;

/** Clones of one program behind one address: a supervisor, its workers, a balancer. */
public final class Cluster implements AutoCloseable {
  private static final long START_SECONDS = 45;

  private static final String MAIN = "balancer";

  /** The one of the set-up itself comes first. */
  private final Map<String, Front> fronts = new LinkedHashMap<>();

  private final Supervisor supervisor;

  /** How it is set up; every part has a default. */
  public static final class Setup {
    private final Program program;
    private final int workers;
    private final Map<String, Setup> others = new LinkedHashMap<>();
    private Settings settings = Settings.defaults();
    Limits limits = Limits.defaults();
    Rotation.Settings rotation = Rotation.Settings.defaults();
    HealthChecker.Settings health = HealthChecker.Settings.defaults();
    IntUnaryOperator weights = slot -> 1;
    int port;
    int threads = 1;

    private Setup(Program program, int workers) {
      this.program = program;
      this.workers = workers;
    }

    public static Setup of(Program program, int workers) {
      return new Setup(program, workers);
    }

    public Setup settings(Settings to) {
      settings = to;
      return this;
    }

    public Setup limits(Limits to) {
      limits = to;
      return this;
    }

    public Setup rotation(Rotation.Settings to) {
      rotation = to;
      return this;
    }

    public Setup health(HealthChecker.Settings to) {
      health = to;
      return this;
    }

    /** The weight of the worker in a slot, for policies that weigh. */
    public Setup weights(IntUnaryOperator bySlot) {
      weights = bySlot;
      return this;
    }

    /** 0 for any free one. */
    public Setup port(int to) {
      port = to;
      return this;
    }

    /** Event loops of the balancer. */
    public Setup threads(int to) {
      threads = to;
      return this;
    }

    /** A second balancer before the same workers; only its limits, checks and port matter. */
    public Setup beside(String name, Consumer<Setup> how) {
      Setup other = new Setup(program, workers);
      how.accept(other);
      others.put(name, other);
      return this;
    }
  }

  /** Whether the start is over: its many events are one to those who listen. */
  private volatile boolean up;

  private Cluster(Setup setup, Lab lab, BiConsumer<String, String> listener) {
    BiConsumer<String, String> events =
        (node, text) -> {
          if (up) {
            listener.accept(node, text);
          }
        };
    fronts.put(MAIN, new Front(MAIN, setup, events));
    setup.others.forEach((name, other) -> fronts.put(name, new Front(name, other, events)));
    this.supervisor =
        new Supervisor(
            setup.program,
            setup.settings,
            lab.workspace().folder("workers"),
            new InRotation(),
            events,
            () -> ThreadLocalRandom.current().nextLong());
  }

  /** Starts it and returns when all its workers serve; {@code events} hears (node, text). */
  public static Cluster open(Setup setup, Lab lab, BiConsumer<String, String> events)
      throws Exception {
    Cluster cluster = new Cluster(setup, lab, events);
    try {
      long start = System.nanoTime();
      Supervisor.await(cluster.supervisor.scale(setup.workers), START_SECONDS);
      cluster.up = true;
      events.accept(
          "supervisor",
          "%d workers serve, %d ms after the first fork"
              .formatted(setup.workers, (System.nanoTime() - start) / 1_000_000));
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  /** Tells every balancer what the supervisor knows. */
  private final class InRotation implements Members {
    @Override
    public void joined(Member member) {
      fronts.values().forEach(front -> front.joined(member));
    }

    @Override
    public CompletableFuture<Void> drain(Member member) {
      return CompletableFuture.allOf(
          fronts.values().stream()
              .map(front -> front.drain(member))
              .toArray(CompletableFuture[]::new));
    }

    @Override
    public void lost(Member member) {
      fronts.values().forEach(front -> front.lost(member));
    }
  }

  public Balancer balancer() {
    return front(MAIN).balancer();
  }

  /** A balancer that was set up {@link Setup#beside} the main one. */
  public Front front(String name) {
    return fronts.get(name);
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  public int port() {
    return front(MAIN).port();
  }

  @Override
  public void close() {
    fronts.values().forEach(Front::endChecks);
    supervisor.close();
    fronts.values().forEach(Front::close);
  }
}
