package scalebook.replication.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import scalebook.engines.process.Http;
import scalebook.engines.process.Tasks;

class MessageTest {
  private static final int MILLIS = 2_000;

  @Test
  void whatIsAskedIsAnswered() throws Exception {
    HttpServer server = Http.server(0);
    Message.answer(server, "/double", q -> new Message().with("twice", 2 * q.number("n")));
    Message.answer(
        server,
        "/refuse",
        q -> {
          throw new Message.Refused("not in this epoch");
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      assertThat(new Message().with("n", 21).ask(port, "/double", MILLIS).number("twice"))
          .isEqualTo(42);
      assertThatThrownBy(() -> new Message().ask(port, "/refuse", MILLIS))
          .isInstanceOf(Message.Refused.class)
          .hasMessageContaining("not in this epoch");
      assertThatThrownBy(() -> new Message().ask(port, "/double", MILLIS))
          .as("without n")
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no n in");
    } finally {
      server.stop(0);
    }
  }

  /** A node that is killed between head and body: half an answer is none. */
  @Test
  void anAnswerThatBreaksOffIsNone() throws Exception {
    try (ServerSocket dying = new ServerSocket(0)) {
      Tasks.daemon(
              "dying",
              () -> {
                try (Socket socket = dying.accept()) {
                  socket.getInputStream().read(new byte[1_000]);
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nepoch=1\nrole=PRI"
                              .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException gone) {
                  // As it should be.
                }
              })
          .start();
      assertThatThrownBy(() -> new Message().ask(dying.getLocalPort(), "/status", MILLIS))
          .isInstanceOf(IOException.class);
    }
  }
}
