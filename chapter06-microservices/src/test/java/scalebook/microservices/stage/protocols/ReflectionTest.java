package scalebook.microservices.stage.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.process.Child;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;
import scalebook.lab.Lab;

/** A client that knows the address alone, in a process of its own. */
@Timeout(120)
@ExtendWith(WithLab.class)
class ReflectionTest {
  private static final String STRANGER = "scalebook.microservices.grpc.Stranger";

  private final Lab lab;

  ReflectionTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  static void fetch() {
    try {
      Guest.of("grpc").path();
    } catch (Missing away) {
      assumeTrue(System.getenv("CI") != null, away.getMessage());
    }
  }

  @Test
  void aStrangerFindsTheServicesAndPlacesAnOrder() throws Exception {
    try (Versions versions = new Versions(lab).start(true)) {
      String address = "127.0.0.1:" + versions.ways().get(1).port();
      assertThat(stranger(address).lines()).contains("shop.Orders", "shop.Warehouse");
      String order = "id: 7 item: 'tea' quantity: 2 customer: 4711";
      assertThat(stranger(address, "shop.Orders/Place", order).lines())
          .contains("id: 7", "quantity: 2", "customer: 4711");
    }
  }

  private static String stranger(String... arguments) throws Exception {
    List<String> command = Guest.of("grpc").command(Child.small(64), STRANGER, arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
