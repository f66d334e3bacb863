package scalebook.cloning.stage.versus;

import java.util.List;
import java.util.Random;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.engines.process.Lifeline;

/** The balancer alone in a JVM. */
final class Ours {
  /** Where it listens, and the ports of its backends. */
  record Settings(int port, List<Integer> backends) {}

  private Ours() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(),
            Rotation.Settings.defaults(),
            System::nanoTime,
            new Random());
    Balancer balancer = Balancer.open(settings.port, 1, Limits.defaults(), rotation, news -> {});
    settings.backends.forEach(
        port -> balancer.add(new Backend("backend-" + port, "127.0.0.1", port)));
    Thread.currentThread().join();
  }
}
