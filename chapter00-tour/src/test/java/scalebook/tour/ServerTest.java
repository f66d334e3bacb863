package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerTest {
  private static final int MILLIS = 5_000;

  private final Set<Integer> connections = new ConcurrentSkipListSet<>();
  private HttpServer http;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 8);
    http.createContext(
        "/",
        exchange -> {
          connections.add(exchange.getRemoteAddress().getPort());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private void threeRequests(long idleNanos) throws IOException {
    try (Server server =
        new Server("http://127.0.0.1:" + http.getAddress().getPort(), MILLIS, idleNanos)) {
      for (int i = 0; i < 3; i++) {
        assertThat(server.get("/").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aConnectionIsUsedAgain() throws IOException {
    threeRequests(TimeUnit.HOURS.toNanos(1));
    assertThat(connections).hasSize(1);
  }

  @Test
  void whatWasIdleForLongIsNotUsed() throws IOException {
    threeRequests(-1);
    assertThat(connections).hasSize(3);
  }
}
