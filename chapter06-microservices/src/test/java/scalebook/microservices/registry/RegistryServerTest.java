package scalebook.microservices.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.engines.http.HttpCaller;

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
  void everyWatcherKnowsBeforeTheGoodbyeIsAnswered() throws Exception {
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
  void aWatcherThatLeftDelaysNoGoodbye() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, QUICK, true);
        Registration one = new Registration(order(1), registry.port())) {
      try (Watch watch = new Watch("order", registry.port(), list -> {})) {
        await().atMost(SOON).until(() -> watch.instances().size() == 1);
      }
      assertThat(Registration.leave("order-1", order(1).port(), registry.port()))
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
      assertThat(Registration.leave("order-1", order(1).port(), registry.port())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order order-1",
        "order order-1 4711",
        "order order-1 4711 1\rx -",
        "order order-1 4711 1 a,\rb",
        "order order-1 4711 1 -\nprocess\nmore",
        "order order-1 4711 1 - more",
        "order order-1 0 1 -",
        "order order-1 65536 1 -",
        "order order-1 port 1 -",
        "order order\u20281 4711 1 -"
      })
  void anInstanceThatCannotBeWrittenOnALineIsRefusedAndHarmsNoWatch(String line) throws Exception {
    try (RegistryServer registry = new RegistryServer(0, QUICK, true);
        Registration well = new Registration(order(1), registry.port());
        Watch watch = new Watch("order", registry.port(), list -> {});
        HttpCaller caller = new HttpCaller(registry.port(), 2_000)) {
      await().atMost(SOON).until(() -> watch.instances().size() == 1);
      assertThat(caller.call("PUT", "/instances", Map.of(), line + "\nprocess").status())
          .isEqualTo(400);
      try (Registration another = new Registration(order(2), registry.port())) {
        await().atMost(SOON).until(() -> watch.instances().size() == 2);
      }
    }
  }

  @Test
  void anOldProcessDoesNotSendItsSuccessorAway() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, QUICK, true);
        Registration old = new Registration(order(1), registry.port());
        Watch watch = new Watch("order", registry.port(), list -> {})) {
      await().atMost(SOON).until(() -> watch.instances().equals(List.of(order(1))));
      Instance next = Instance.of("order", "order-1", 5_001);
      try (Registration fresh = new Registration(next, registry.port())) {
        await().atMost(SOON).until(() -> watch.instances().equals(List.of(next)));
        old.close();
        assertThat(watch.instances()).as("after the old one's late goodbye").containsExactly(next);
      }
    }
  }

  @Test
  void anOldProcessDoesNotKeepItsDeadSuccessor() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, QUICK, true);
        Registration old = new Registration(order(1), registry.port());
        Watch watch = new Watch("order", registry.port(), list -> {})) {
      await().atMost(SOON).until(() -> watch.instances().equals(List.of(order(1))));
      Instance next = Instance.of("order", "order-1", 5_001);
      Registration fresh = new Registration(next, registry.port());
      await().atMost(SOON).until(() -> watch.instances().equals(List.of(next)));
      fresh.vanish();
      await()
          .alias("the dead one's lease ends, whatever the old one says")
          .atMost(SOON)
          .until(() -> watch.instances().isEmpty());
    }
  }
}
