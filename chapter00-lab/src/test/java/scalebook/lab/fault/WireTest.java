package scalebook.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scalebook.engines.process.Tasks;

class WireTest {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 400;

  private ServerSocket server;
  private Wire wire;

  @BeforeEach
  void anEchoServerBehindAWire() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Tasks.daemon("echo", this::echo).start();
    wire = Wire.to("127.0.0.1", server.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    wire.close();
    server.close();
  }

  private void echo() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Tasks.daemon(
                "echo-one",
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  } catch (IOException reset) {
                    // What a cut does.
                  }
                })
            .start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(wire.host(), wire.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static int roundTrip(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void aSoundWireCarriesBothWays() throws IOException {
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket, 42)).isEqualTo(42);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).as("a polite end arrives as one").isEqualTo(-1);
    }
  }

  @Test
  void aCutWireResetsWhatIsOpenAndRefusesWhatIsNew() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, 1);
      wire.cut();
      assertThatThrownBy(
              () -> {
                roundTrip(socket, 2);
                roundTrip(socket, 3);
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
    assertThatThrownBy(
            () -> {
              try (Socket fresh = connect()) {
                if (roundTrip(fresh, 1) != 1) {
                  throw new IOException("closed");
                }
              }
            })
        .isInstanceOf(IOException.class);
    wire.heal();
    try (Socket fresh = connect()) {
      assertThat(roundTrip(fresh, 4)).isEqualTo(4);
    }
  }

  @Test
  void aBlackHoleSwallowsAndStaysOpen() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, 1);
      wire.blackHole();
      socket.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> roundTrip(socket, 2)).isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      wire.heal();
      assertThatThrownBy(() -> roundTrip(socket, 3))
          .as("a stream with a gap must not go on")
          .isInstanceOf(IOException.class);
    }
  }

  /** Also at the moment in which it is mended: half of a stream is something else. */
  @Test
  void nothingArrivesBehindWhatWasSwallowed() throws IOException {
    try (Socket client = connect()) {
      OutputStream out = client.getOutputStream();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      assertThatThrownBy(
              () -> {
                while (System.nanoTime() - end < 0) {
                  wire.blackHole();
                  out.write('a');
                  LockSupport.parkNanos(1_000_000);
                  wire.change(Wire.Fault.NONE); // and nobody has reset it yet
                  out.write('b');
                  LockSupport.parkNanos(1_000_000);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDelayLengthensTheWayButDoesNotNarrowIt() throws IOException {
    wire.delay(Duration.ofMillis(50));
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      roundTrip(socket, 1);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000L);
      start = System.nanoTime();
      socket.getOutputStream().write(new byte[20]);
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(i);
      }
      assertThat(socket.getInputStream().readNBytes(40)).hasSize(40);
      assertThat(System.nanoTime() - start)
          .as("40 bytes under one delay, not under forty")
          .isLessThan(40 * 50_000_000L);
    }
  }

  @Test
  void aSlowWireTakesItsTime() throws IOException {
    wire.slow(20_000);
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      socket.getOutputStream().write(new byte[4_000]);
      assertThat(socket.getInputStream().readNBytes(4_000)).hasSize(4_000);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000L);
    }
  }

  @Test
  void connectionsThatEndedPolitelyAreGone() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Socket client = connect()) {
        client.getOutputStream().write(i);
        assertThat(client.getInputStream().read()).isEqualTo(i);
      }
    }
    org.awaitility.Awaitility.await("all sockets are closed")
        .atMost(Duration.ofSeconds(10))
        .until(() -> wire.sockets() == 0);
  }

  @Test
  void aBlackHoleSwallowsAGoodbye() throws Exception {
    try (Socket client = connect()) {
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
      wire.blackHole();
      client.shutdownOutput(); // the echo would end, and so would our input
      client.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}
