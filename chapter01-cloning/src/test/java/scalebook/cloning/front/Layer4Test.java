package scalebook.cloning.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.engines.process.Tasks;

class Layer4Test {
  /** Sends back what it reads, and closes when it is told "end". */
  private static ServerSocket echo() throws IOException {
    ServerSocket listener = new ServerSocket(0);
    Tasks.daemon(
            "echo",
            () -> {
              try (Socket socket = listener.accept()) {
                byte[] bytes = new byte[1 << 16];
                for (int n = socket.getInputStream().read(bytes);
                    n > 0;
                    n = socket.getInputStream().read(bytes)) {
                  socket.getOutputStream().write(bytes, 0, n);
                  if (new String(bytes, 0, n, StandardCharsets.UTF_8).endsWith("end")) {
                    return;
                  }
                }
              } catch (IOException closed) {
                // The test is over.
              }
            })
        .start();
    return listener;
  }

  @Test
  void bytesAreCarriedBothWaysUntilOneSideCloses() throws Exception {
    try (ServerSocket echo = echo();
        Layer4 line = new Layer4(List.of(echo.getLocalPort()), bytes -> {});
        Socket client = new Socket("127.0.0.1", line.port())) {
      client.setSoTimeout(5_000);
      String text = "x".repeat(1 << 20) + "end";
      Tasks.daemon("send", () -> send(client, text)).start();
      byte[] back = client.getInputStream().readNBytes(text.length());
      assertThat(new String(back, StandardCharsets.UTF_8).equals(text)).isTrue();
      assertThat(client.getInputStream().read()).as("the end").isEqualTo(-1);
    }
  }

  private static void send(Socket client, String text) {
    try {
      client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aServerThatIsNotThereIsPassedOver() throws Exception {
    int gone;
    try (ServerSocket closed = new ServerSocket(0)) {
      gone = closed.getLocalPort();
    }
    try (ServerSocket echo = echo();
        Layer4 line = new Layer4(List.of(gone, echo.getLocalPort()), bytes -> {});
        Socket client = new Socket("127.0.0.1", line.port())) {
      client.setSoTimeout(5_000);
      send(client, "end");
      assertThat(client.getInputStream().readNBytes(3)).hasSize(3);
    }
    try (Layer4 line = new Layer4(List.of(gone), bytes -> {});
        Socket client = new Socket("127.0.0.1", line.port())) {
      client.setSoTimeout(5_000);
      assertThat(client.getInputStream().read()).as("nobody is left").isEqualTo(-1);
    }
  }
}
