package scalebook.cloning.stage;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Members;

/**
 * One address before all workers: a balancer, and the checks that tell it which workers are
 * healthy.
 */
public final class Front implements Members, AutoCloseable {
  private final IntFunction<Balancer> opens;
  private volatile Balancer balancer;
  private volatile boolean dead;
  private final HealthChecker health;
  private final IntUnaryOperator weights;
  private final Map<String, Backend> backends = new ConcurrentHashMap<>();

  /**
   * How it is set up.
   *
   * @param weights of the worker in a slot, for policies that weigh
   * @param port 0 for any free one
   */
  public record Setup(
      Limits limits,
      Rotation.Settings rotation,
      HealthChecker.Settings health,
      IntUnaryOperator weights,
      int port) {
    public static Setup defaults() {
      return new Setup(
          Limits.defaults(),
          Rotation.Settings.defaults(),
          HealthChecker.Settings.defaults(),
          slot -> 1,
          0);
    }

    public Setup limits(Limits to) {
      return new Setup(to, rotation, health, weights, port);
    }

    public Setup rotation(Rotation.Settings to) {
      return new Setup(limits, to, health, weights, port);
    }

    public Setup health(HealthChecker.Settings to) {
      return new Setup(limits, rotation, to, weights, port);
    }

    public Setup weights(IntUnaryOperator to) {
      return new Setup(limits, rotation, health, to, port);
    }

    public Setup port(int to) {
      return new Setup(limits, rotation, health, weights, to);
    }
  }

  Front(String name, Setup setup, BiConsumer<String, String> events) {
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(),
            setup.rotation,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());
    weights = setup.weights;
    opens =
        port -> Balancer.open(port, 1, setup.limits, rotation, news -> events.accept(name, news));
    balancer = opens.apply(setup.port);
    health =
        new HealthChecker(
            rotation,
            setup.health,
            (backend, up) ->
                events.accept(name, backend + (up ? " answers again" : " does not answer")));
  }

  @Override
  public void joined(Member member) {
    int weight = weights.applyAsInt(member.slot());
    Backend backend = new Backend(member.name(), "127.0.0.1", member.port(), weight);
    backends.put(member.name(), backend);
    balancer.add(backend);
  }

  @Override
  public CompletableFuture<Void> drain(Member member) {
    Backend backend = backends.remove(member.name());
    if (dead) { // it has no requests under way
      balancer.remove(backend);
      return CompletableFuture.completedFuture(null);
    }
    return balancer.drain(backend);
  }

  @Override
  public void lost(Member member) {
    Backend backend = backends.remove(member.name());
    if (backend != null) {
      balancer.remove(backend);
    }
  }

  public Balancer balancer() {
    return balancer;
  }

  public int port() {
    return balancer.port();
  }

  /** It dies with all its connections; its port refuses. */
  synchronized void kill() {
    dead = true;
    balancer.close();
  }

  /** Another one, at the same port: it counts from zero, and asks the workers of today. */
  synchronized void start() {
    if (dead) {
      balancer = opens.apply(port());
      dead = false;
    }
  }

  public boolean dead() {
    return dead;
  }

  /** Nobody asks whether they are well while they are told to leave. */
  void endChecks() {
    health.close();
  }

  @Override
  public void close() {
    endChecks();
    balancer.close();
  }
}
