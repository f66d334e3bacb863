package scalebook.microservices.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.cloning.client.HttpCaller;

@Timeout(60)
class RegistryServerTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Timing QUICK = new Timing(400, 300);

  private static Instance order(int number) {
    return Instance.of("order", "order-" + number, 4_000 + number);
  }

  @Test
  void anInstanceTravelsAsALine() {
    Instance instance = new Instance("order", "order-2", 4711, "2.1", Set.of("blue", "canary"));
    assertThat(Instance.parse(instance.line())).isEqualTo(instance);
    assertThat(Instance.parse(order(1).line())).isEqualTo(order(1));
  }

  @Test
  void whoWatchesKnowsBeforeTheGoodbyeIsAnswered() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, QUICK, true);
        Registration first = new Registration(order(1), registry.port());
        Registration second = new Registration(order(2), registry.port());
        Watch one = new Watch("order", registry.port(), list -> {});
        Watch two = new Watch("order", registry.port(), list -> {})) {
      await().atMost(SOON).until(() -> one.instances().size() == 2 && two.instances().size() == 2);
      second.close();
      assertThat(one.instances()).as("right after the goodbye").containsExactly(order(1));
      assertThat(two.instances()).containsExactly(order(1));
    }
  }

  @Test
  void whoWatchesNoMoreIsNotWaitedFor() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, QUICK, true);
        Registration one = new Registration(order(1), registry.port())) {
      try (Watch watch = new Watch("order", registry.port(), list -> {})) {
        await().atMost(SOON).until(() -> watch.instances().size() == 1);
      }
      assertThat(Registration.leave("order-1", registry.port()))
          .as("all who watch know it, and not only that it gave up waiting")
          .isTrue();
    }
  }

  @Test
  void aQuestionThatComesAfterItsGoodbyeCountsForNothing() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, QUICK, true);
        Registration one = new Registration(order(1), registry.port());
        HttpCaller late = new HttpCaller(registry.port(), 2_000)) {
      await().atMost(SOON).until(one::registered);
      late.call("DELETE", "/services/order?watcher=late", Map.of(), "").orFail();
      late.get("/services/order?index=-1&watcher=late").orFail();
      assertThat(Registration.leave("order-1", registry.port())).isTrue();
    }
  }
}
