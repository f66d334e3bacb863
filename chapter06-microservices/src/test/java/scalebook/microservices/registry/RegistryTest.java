package scalebook.microservices.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scalebook.cloning.client.HttpCaller;

@Timeout(60)
class RegistryTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final RegistryServer.Timing QUICK = new RegistryServer.Timing(400, 300);

  @TempDir Path folder;
  private final AtomicLong clock = new AtomicLong();
  private final Leases leases = new Leases(1_000, clock::get);

  private void passes(long millis) {
    clock.addAndGet(millis * 1_000_000);
  }

  private void register(Instance instance) {
    leases.register(instance, "process of " + instance.name());
  }

  private static Instance order(int number) {
    return Instance.of("order", "order-" + number, 4_000 + number);
  }

  @Test
  void aLeaseEndsWithoutRenewal() {
    for (int i = 1; i <= 3; i++) {
      register(order(i));
    }
    passes(800);
    leases.renew("order-1");
    leases.renew("order-2");
    passes(800);
    assertThat(leases.expire()).containsExactly(order(3));
    assertThat(leases.list("order").instances()).containsExactly(order(1), order(2));
    assertThat(leases.renew("order-3")).as("one that was dropped must register").isFalse();
  }

  @Test
  void whenMostAreLateNobodyIsDroppedButNotForEver() {
    for (int i = 1; i <= 4; i++) {
      register(order(i));
    }
    passes(1_500);
    assertThat(leases.expire()).as("all four are late: it is rather us").isEmpty();
    assertThat(leases.panics()).isTrue();
    for (int i = 0; i < 84; i++) {
      passes(100);
      assertThat(leases.expire()).isEmpty();
    }
    passes(200);
    assertThat(leases.expire()).as("after ten leases they are dead").hasSize(4);
  }

  @Test
  void whileTheRegistryItselfStoodStillNobodysTimePasses() {
    for (int i = 1; i <= 3; i++) {
      register(order(i));
    }
    assertThat(leases.expire()).isEmpty();
    passes(5_000);
    leases.renew("order-1"); // it is the first to be heard again
    leases.renew("order-2");
    assertThat(leases.expire()).as("the third is still in the queue").isEmpty();
    passes(100);
    leases.renew("order-2");
    for (int i = 0; i < 10; i++) {
      passes(100);
      leases.renew("order-2");
      leases.expire();
    }
    assertThat(leases.list("order").instances())
        .as("one lease later only who renewed is there")
        .containsExactly(order(2));
  }

  @Test
  void everyChangeHasANewNumber() throws Exception {
    long before = leases.list("order").index();
    register(order(1));
    long after = leases.list("order").index();
    assertThat(after).isGreaterThan(before);
    register(order(1));
    assertThat(leases.list("order").index()).as("the same again is no change").isEqualTo(after);
    register(new Instance("order", "order-1", 5_000, "2", Set.of("blue")));
    assertThat(leases.await("order", after, 0).instances().get(0).tags()).containsExactly("blue");
  }

  @Test
  void whoWasTakenOutDoesNotComeBackByItself() {
    leases.register(order(1), "first");
    leases.deregister("order-1");
    passes(100_000);
    assertThat(leases.register(order(1), "first"))
        .as("the same process, which slept and does not know yet")
        .isFalse();
    assertThat(leases.register(order(1), "second"))
        .as("a new process under the name, even at the port")
        .isTrue();
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

  /** 200 clients, the registry is killed and comes back empty. */
  @Test
  void aRestartedRegistryNeverGivesHalfAList() throws Exception {
    int clients = 200;
    List<Registration> all = new ArrayList<>();
    Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
    RegistryProcess registry = RegistryProcess.first(folder, 0, RegistryServer.Timing.DEFAULT);
    int port = registry.port();
    try (Watch one = new Watch("order", port, list -> sizes.add(list.size()));
        Watch two = new Watch("order", port, list -> sizes.add(list.size()))) {
      for (int i = 1; i <= clients; i++) {
        all.add(new Registration(order(i), port));
      }
      await()
          .atMost(SOON)
          .until(() -> one.instances().size() == clients && two.instances().size() == clients);
      sizes.clear();
      registry.kill();
      registry = RegistryProcess.again(folder, port, RegistryServer.Timing.DEFAULT);
      await().atMost(SOON).until(() -> sizes.size() >= 2);
      assertThat(sizes)
          .as("lengths of the lists after the restart")
          .allMatch(size -> size == clients);
      assertThat(one.failures()).as("the registry was away").isPositive();
      try (HttpCaller caller = new HttpCaller(port, 2_000)) {
        String[] counts = caller.get("/registrations").body().strip().split(" ");
        assertThat(Long.parseLong(counts[0])).isGreaterThanOrEqualTo(clients);
        assertThat(Registration.mostAtOnce(all))
            .as("the most that chose the same 100 ms, of 200 over 600 ms")
            .isLessThanOrEqualTo(100);
      }
    } finally {
      all.forEach(Registration::vanish);
      registry.close();
    }
  }
}
