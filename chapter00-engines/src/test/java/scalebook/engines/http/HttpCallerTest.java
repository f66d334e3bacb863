package scalebook.engines.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import scalebook.engines.process.Tasks;

class HttpCallerTest {
  /** A byte every 20 ms: each comes in time, and the whole never does. */
  @Test
  void aDrippingServerCostsOneTimeout() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        HttpCaller caller = new HttpCaller(server.getLocalPort(), 300)) {
      Thread drip = Tasks.daemon("drip", () -> drip(server));
      drip.start();
      long start = System.nanoTime();
      assertThatThrownBy(() -> caller.get("/")).isInstanceOf(SocketTimeoutException.class);
      assertThat((System.nanoTime() - start) / 1_000_000).as("ms of 300").isLessThan(1_500);
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket socket = server.accept()) {
      for (byte b : ("HTTP/1.1 200 OK\r\nX: " + "y".repeat(200)).getBytes(US_ASCII)) {
        socket.getOutputStream().write(b);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (IOException | InterruptedException ended) {
      // The caller has had enough.
    }
  }

  @Test
  void textThatWouldMakeTwoRequestsIsRefusedBeforeItIsSent() {
    try (HttpCaller caller = new HttpCaller(1, 100)) { // nobody listens: sent, it would fail
      for (String path : new String[] {"/a HTTP/1.1", "/a\r\nX:y", "/a\n", "/a\tb", ""}) {
        assertThatThrownBy(() -> caller.get(path))
            .as(path)
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> caller.call("GET", "/", Map.of("X", "y\r\nZ: z"), ""))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> caller.call("GET", "/", Map.of("X: y\r\nZ", "z"), ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
