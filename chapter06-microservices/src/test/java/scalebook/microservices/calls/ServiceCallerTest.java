package scalebook.microservices.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.cloning.policy.Policy;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.RegistryServer;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.stage.Dependency;

@Timeout(60)
class ServiceCallerTest {
  private static final Timing PATIENT = new Timing(20_000, 300);

  @Test
  void aCallerTriesElsewhereOnlyWhenThatIsSafe() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, PATIENT, true);
        Dependency slow = new Dependency(5_000);
        Dependency well = new Dependency(0);
        Registration one =
            new Registration(Instance.of("order", "order-1", slow.port()), registry.port());
        Registration two =
            new Registration(Instance.of("order", "order-2", well.port()), registry.port());
        ServiceCaller caller =
            new ServiceCaller("order", Registry.at(registry.port()), Policy.Kind.ROUND_ROBIN)) {
      caller.awaitInstances(list -> list.size() == 2);
      int failed = 0;
      for (int i = 0; i < 2; i++) {
        try {
          caller.call("POST", "/", "", false, Deadline.in(1_500));
        } catch (IOException sent) {
          failed++;
        }
      }
      assertThat(failed).as("a POST that was sent and not answered is not sent again").isEqualTo(1);
      assertThat(caller.retried()).isZero();
    }
  }

  @Test
  void withoutAnyInstanceACallSaysSo() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, PATIENT, true);
        ServiceCaller caller =
            new ServiceCaller("order", Registry.at(registry.port()), Policy.Kind.ROUND_ROBIN)) {
      assertThatThrownBy(() -> caller.call("GET", "/", "", true, Deadline.in(300)))
          .isInstanceOf(ServiceCaller.NoInstance.class)
          .hasMessage("no instance of order");
    }
  }

  @Test
  void aCallWithoutTimeLeftAsksNobodyAndBlamesNobody() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, PATIENT, true);
        ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Registration one =
            new Registration(
                Instance.of("order", "order-1", server.getLocalPort()), registry.port());
        ServiceCaller caller =
            new ServiceCaller("order", Registry.at(registry.port()), Policy.Kind.ROUND_ROBIN)) {
      caller.awaitInstances(list -> list.size() == 1);
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> caller.call("GET", "/", "", true, Deadline.in(0)))
            .isInstanceOf(SocketTimeoutException.class);
      }
      server.setSoTimeout(200);
      assertThatThrownBy(server::accept)
          .as("nobody has connected")
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** Its answer comes when the caller has long said that it calls it no more. */
  @Test
  void theConnectionOfALateAnswerIsClosedWhenItsInstanceHasLeft() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, PATIENT, true);
        ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Registration one =
            new Registration(
                Instance.of("order", "order-1", server.getLocalPort()), registry.port());
        ServiceCaller caller =
            new ServiceCaller("order", Registry.at(registry.port()), Policy.Kind.ROUND_ROBIN)) {
      caller.awaitInstances(list -> list.size() == 1);
      CompletableFuture<HttpCaller.Answer> answer = new CompletableFuture<>();
      Tasks.daemon(
              "call",
              () -> {
                try {
                  answer.complete(caller.call("GET", "/", "", false, Deadline.in(20_000)));
                } catch (IOException failed) {
                  answer.completeExceptionally(failed);
                }
              })
          .start();
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(10_000);
        InputStream in = socket.getInputStream();
        for (String head = ""; !head.endsWith("\r\n\r\n"); ) {
          head += (char) in.read();
        }
        one.close();
        // The goodbye was answered, so the caller has heard of it, and waited for us in vain.
        assertThat(caller.instances()).isEmpty();
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.get().status()).isEqualTo(200);
        assertThat(in.read()).as("the end of the connection").isEqualTo(-1);
      }
    }
  }

  /** Every byte of its answer comes in time, and the answer as a whole does not. */
  @Test
  void aDeadlineIsForTheWholeAnswer() throws Exception {
    try (RegistryServer registry = new RegistryServer(0, PATIENT, true);
        ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Registration one =
            new Registration(
                Instance.of("order", "order-1", server.getLocalPort()), registry.port());
        ServiceCaller caller =
            new ServiceCaller("order", Registry.at(registry.port()), Policy.Kind.ROUND_ROBIN)) {
      caller.awaitInstances(list -> list.size() == 1);
      Tasks.daemon("drip", () -> drip(server)).start();
      assertThatThrownBy(() -> caller.call("GET", "/", "", false, Deadline.in(600)))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  /** An answer of 30 bytes, one every tenth of a second. */
  private static void drip(ServerSocket server) {
    try (Socket socket = server.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 30; i++) {
        out.write('x');
        out.flush();
        LockSupport.parkNanos(100_000_000);
      }
    } catch (IOException gone) {
      // The caller has not waited for it.
    }
  }
}
