package scalebook.microservices.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.fault.Wire;

/** Two registries that tell each other. */
@Timeout(60)
class PeersTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Timing PATIENT = new Timing(20_000, 300);
  private static final long LONG = 60_000;

  private static Instance order(int number) {
    return Instance.of("order", "order-" + number, 4_000 + number);
  }

  private static List<Instance> listed(String room, RegistryServer registry) throws IOException {
    try (HttpCaller caller = new HttpCaller(registry.port(), 2_000)) {
      String body = caller.get(room + "order").orFail().body().strip();
      return body.lines().skip(1).map(Instance::parse).toList();
    }
  }

  private static void until(String room, RegistryServer registry, Instance... instances) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(listed(room, registry)).containsExactly(instances));
  }

  @Test
  void eachListsTheOthersInstancesAndNeitherKeepsTheOthersDead() throws Exception {
    try (Ports.Claim port = Ports.claim(Home.ofUser());
        RegistryServer one = new RegistryServer(0, PATIENT, true, new Peer(port.port(), LONG));
        RegistryServer two =
            new RegistryServer(port.port(), PATIENT, true, new Peer(one.port(), LONG));
        Registration first = new Registration(order(1), one.port());
        Registration second = new Registration(order(2), two.port())) {
      until("/services/", one, order(1), order(2));
      until("/services/", two, order(2), order(1));
      assertThat(listed("/own/", one)).containsExactly(order(1));
      first.close();
      until("/services/", one, order(2));
      until("/services/", two, order(2));
    }
  }

  @Test
  void oneThatIsCutOffListsWhatItKnewForAsLongAsTheBound() throws Exception {
    try (RegistryServer one = new RegistryServer(0, PATIENT, true);
        Wire wire = Wire.to("127.0.0.1", one.port());
        RegistryServer keeps = new RegistryServer(0, PATIENT, true, new Peer(wire.port(), LONG));
        RegistryServer forgets = new RegistryServer(0, PATIENT, true, new Peer(wire.port(), 0));
        Registration first = new Registration(order(1), one.port())) {
      until("/services/", keeps, order(1));
      until("/services/", forgets, order(1));
      wire.cut();
      until("/services/", forgets);
      first.close();
      until("/own/", one);
      assertThat(listed("/services/", keeps)).as("the last it heard").containsExactly(order(1));
      wire.heal();
      until("/services/", keeps);
    }
  }
}
