package scalebook.cloning.stage;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Members;

/** One address before all workers: a balancer, and the checks that tell it who is well. */
public final class Front implements Members, AutoCloseable {
  private final Balancer balancer;
  private final HealthChecker health;
  private final Cluster.Setup setup;
  private final Map<String, Backend> backends = new ConcurrentHashMap<>();

  Front(String name, Cluster.Setup setup, BiConsumer<String, String> events) {
    this.setup = setup;
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(),
            setup.rotation,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());
    this.balancer =
        Balancer.open(
            setup.port, setup.threads, setup.limits, rotation, news -> events.accept(name, news));
    this.health =
        new HealthChecker(
            rotation,
            setup.health,
            (backend, up) ->
                events.accept(name, backend + (up ? " answers again" : " does not answer")));
  }

  @Override
  public void joined(Member member) {
    int weight = setup.weights.applyAsInt(member.slot());
    Backend backend = new Backend(member.name(), "127.0.0.1", member.port(), weight);
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

  public Balancer balancer() {
    return balancer;
  }

  public int port() {
    return balancer.port();
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
