package scalebook.microservices.stage;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.microservices.registry.Instance;

/** Chapter 1's balancer in the middle. */
public final class Central {
  private Central() {}

  public static Balancer before(List<Instance> instances) throws Exception {
    Rotation rotation =
        new Rotation(
            Policy.Kind.TWO_CHOICES.create(),
            Rotation.Settings.defaults(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());
    Balancer balancer = Balancer.open(0, 1, Limits.defaults(), rotation, news -> {});
    for (Instance instance : instances) {
      balancer.add(new Backend(instance.name(), "127.0.0.1", instance.port()));
    }
    return balancer;
  }
}
