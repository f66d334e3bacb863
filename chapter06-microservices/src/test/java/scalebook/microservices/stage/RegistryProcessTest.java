package scalebook.microservices.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.microservices.registry.Timing;

@Timeout(60)
class RegistryProcessTest {
  private static final int CLIENTS = 200;

  @TempDir Path folder;

  /** 200 clients, the registry is killed and comes back empty. */
  @Test
  void aRestartedRegistryNeverGivesHalfAList() throws Exception {
    Ports.Claim port = Ports.claim(Home.ofUser());
    RegistryProcess first = RegistryProcess.of(folder, port.port(), Timing.DEFAULT, true);
    RegistryProcess[] second = new RegistryProcess[1];
    try (port;
        Simulated all = new Simulated(CLIENTS, port.port())) {
      int shortest =
          all.shortestListAfter(
              () -> {
                first.kill();
                second[0] = RegistryProcess.of(folder, port.port(), Timing.DEFAULT, false);
              });
      assertThat(shortest).as("the shortest list after the restart").isEqualTo(CLIENTS);
      assertThat(all.wasAway()).as("the registry was away").isTrue();
      assertThat(all.cameAgain()).as("clients that registered again").isEqualTo(CLIENTS);
      assertThat(all.mostAtOnce())
          .as("the most that chose the same 100 ms, of 200 over 600 ms")
          .isLessThanOrEqualTo(100);
    } finally {
      first.close();
      if (second[0] != null) {
        second[0].close();
      }
    }
  }
}
