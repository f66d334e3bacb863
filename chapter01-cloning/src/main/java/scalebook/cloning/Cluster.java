package scalebook.cloning;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Members;
import scalebook.cloning.supervisor.Program;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.Lab;

/** Clones of one program behind one address: a supervisor, its workers, a balancer. */
public final class Cluster implements AutoCloseable {
  private static final long START_SECONDS = 45;

  private final Balancer balancer;
  private final HealthChecker health;
  private final Supervisor supervisor;
  private final IntUnaryOperator weights;

  /** How it is set up; every part has a default. */
  public static final class Setup {
    private final Program program;
    private final int workers;
    private Settings settings = Settings.defaults();
    private Limits limits = Limits.defaults();
    private Rotation.Settings rotation = Rotation.Settings.defaults();
    private HealthChecker.Settings health = HealthChecker.Settings.defaults();
    private IntUnaryOperator weights = slot -> 1;
    private int port;
    private int threads = 1;

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
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    Rotation rotation =
        new Rotation(Policy.Kind.ROUND_ROBIN.create(), setup.rotation, System::nanoTime, random);
    this.balancer =
        Balancer.open(
            setup.port,
            setup.threads,
            setup.limits,
            rotation,
            news -> events.accept("balancer", news));
    this.health =
        new HealthChecker(
            rotation,
            setup.health,
            (backend, up) ->
                events.accept("balancer", backend + (up ? " answers again" : " does not answer")));
    this.weights = setup.weights;
    this.supervisor =
        new Supervisor(
            setup.program,
            setup.settings,
            lab.workspace().folder("workers"),
            new InRotation(),
            events,
            random);
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

  /** Tells the balancer what the supervisor knows. */
  private final class InRotation implements Members {
    private final Map<String, Backend> backends = new ConcurrentHashMap<>();

    @Override
    public void joined(Member member) {
      Backend backend =
          new Backend(member.name(), "127.0.0.1", member.port(), weights.applyAsInt(member.slot()));
      backends.put(member.name(), backend);
      balancer.add(backend);
    }

    @Override
    public CompletableFuture<Void> drain(Member member) {
      return balancer.drain(backends.remove(member.name()));
    }

    @Override
    public void lost(Member member) {
      Backend backend = backends.remove(member.name());
      if (backend != null) {
        balancer.remove(backend);
      }
    }
  }

  public Balancer balancer() {
    return balancer;
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  public int port() {
    return balancer.port();
  }

  @Override
  public void close() {
    health.close();
    supervisor.close();
    balancer.close();
  }
}
