package scalebook.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.engines.process.Tasks;

/** A "database" that answers each byte with the same one, when it is allowed to. */
@Timeout(20)
class GateTest {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private ServerSocket database;
  private Ports.Claim port;
  private Gate gate;

  @BeforeEach
  void open() throws IOException {
    database = new ServerSocket(0);
    Tasks.daemon("database", this::serve).start();
    port = Ports.claim(Home.ofUser());
    gate = new Gate(port.port(), "127.0.0.1", database.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    gate.close();
    database.close();
    port.close();
  }

  private void serve() {
    while (!database.isClosed()) {
      try {
        Socket client = database.accept();
        Tasks.daemon("answers", () -> answer(client)).start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket client) {
    try {
      for (int b = client.getInputStream().read(); b >= 0; b = client.getInputStream().read()) {
        if (b == 'w') {
          asked.countDown();
          if (!mayAnswer.await(10, TimeUnit.SECONDS)) {
            return;
          }
        }
        client.getOutputStream().write(b);
      }
    } catch (IOException | InterruptedException gone) {
      // The gate was shut.
    }
  }

  private Socket client() throws IOException {
    Socket client = new Socket("127.0.0.1", port.port());
    client.setSoTimeout(5_000);
    return client;
  }

  private static int say(Socket client, int b) throws IOException {
    client.getOutputStream().write(b);
    return client.getInputStream().read();
  }

  private static long in(long millis) {
    return System.nanoTime() + millis * 1_000_000;
  }

  @Test
  void itIsShutWithoutALease() throws IOException {
    try (Socket client = client()) {
      assertThatThrownBy(
              () -> {
                if (say(client, 'a') < 0) {
                  throw new IOException("closed");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void itPassesWhatComesWhileTheLeaseLasts() throws IOException {
    gate.openUntil(in(60_000));
    try (Socket client = client()) {
      assertThat(say(client, 'a')).isEqualTo('a');
      assertThat(say(client, 'b')).isEqualTo('b');
    }
  }

  @Test
  void anAnswerThatIsReadyAfterTheEndOfTheLeaseDoesNotPass() throws Exception {
    gate.openUntil(in(60_000));
    try (Socket client = client()) {
      assertThat(say(client, 'a')).isEqualTo('a');
      client.getOutputStream().write('w');
      assertThat(asked.await(10, TimeUnit.SECONDS)).as("the database has it").isTrue();
      long until = in(50);
      gate.openUntil(until);
      while (until - System.nanoTime() > 0) {
        Thread.onSpinWait();
      }
      mayAnswer.countDown(); // the database has done it, and says so: too late
      assertThatThrownBy(
              () -> {
                int b = client.getInputStream().read();
                if (b < 0) {
                  throw new IOException("closed");
                }
                throw new AssertionError("an answer passed after the lease: " + b);
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void shuttingItEndsThoseWhoAreInside() throws IOException {
    gate.openUntil(in(60_000));
    try (Socket client = client()) {
      assertThat(say(client, 'a')).isEqualTo('a');
      gate.shut();
      assertThatThrownBy(
              () -> {
                if (client.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void oneThatDoesNotFenceLetsEverybodyPass() throws IOException {
    try (Ports.Claim other = Ports.claim(Home.ofUser());
        Gate open = new Gate(other.port(), "127.0.0.1", database.getLocalPort(), false);
        Socket client = new Socket("127.0.0.1", other.port())) {
      client.setSoTimeout(5_000);
      assertThat(say(client, 'a')).as("without a lease").isEqualTo('a');
      open.shut();
      assertThat(say(client, 'b')).as("after it was shut").isEqualTo('b');
      assertThat(open.leftMillis()).as("of its lease").isZero();
    }
  }
}
