package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.http.Service;
import scalebook.engines.process.Tasks;
import scalebook.replication.lease.Within;
import scalebook.replication.node.Refused;

@Timeout(20)
class RemoteTest {
  /** On another machine. */
  interface Desk {
    @Within(millis = 2_000)
    long twice(long n) throws IOException;

    @Within(millis = 2_000)
    void refuse() throws IOException;

    @Within(millis = 2_000)
    void fail() throws IOException;

    @Within(millis = 100)
    void hang() throws IOException;
  }

  private static final class Here implements Desk {
    @Override
    public long twice(long n) {
      return 2 * n;
    }

    @Override
    public void refuse() throws Refused {
      throw new Refused("not in this epoch");
    }

    @Override
    public void fail() {
      throw new IllegalStateException("no idea");
    }

    @Override
    public void hang() throws IOException {
      try {
        Thread.sleep(5_000);
      } catch (InterruptedException closed) {
        throw new IOException(closed);
      }
    }
  }

  @Test
  void whatIsAskedIsAnswered() throws Exception {
    try (Service service = Service.on(0, "desk", 4)) {
      Remote.serve(service, Desk.class, new Here());
      service.start();
      Desk desk = Remote.at(service.port(), Desk.class);
      assertThat(desk.twice(21)).isEqualTo(42);
      assertThatThrownBy(desk::refuse).isInstanceOf(Refused.class).hasMessage("not in this epoch");
      assertThatThrownBy(desk::fail).isExactlyInstanceOf(IOException.class).hasMessage("no idea");
      assertThatThrownBy(desk::hang).as("after its time").isInstanceOf(IOException.class);
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
                          "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n4"
                              .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException gone) {
                  // As it should be.
                }
              })
          .start();
      Desk desk = Remote.at(dying.getLocalPort(), Desk.class);
      assertThatThrownBy(() -> desk.twice(2)).isInstanceOf(IOException.class);
    }
  }
}
