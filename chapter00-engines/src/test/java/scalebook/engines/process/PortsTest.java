package scalebook.engines.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;

  @Test
  void aBusPortIsFreeAndBelowThePortsOfOutgoingConnections() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Ports.Claim claim = Ports.claimWithBus(new Home(folder));
          ServerSocket bus =
              new ServerSocket(claim.port() + 10_000, 1, InetAddress.getLoopbackAddress())) {
        assertThat(bus.getLocalPort()).isBetween(30_000, 32_767);
      }
    }
  }
}
