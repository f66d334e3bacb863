package scalebook.microservices.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.testing.WithLab;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.RegistryServer;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Gateway;
import scalebook.microservices.shop.Shop;

/** From outside, over sockets: who sends slowly or much takes nothing from the others. */
@Timeout(60)
@ExtendWith(WithLab.class)
class SlowClientsTest {
  private static final int EACH = 60;
  private static final int PATIENT_MILLIS = 5_000;

  @TempDir Path folder;
  private final MySql database;

  SlowClientsTest(MySql shop) {
    this.database = shop;
  }

  @Test
  void halfRequestsAndLargeBodiesStopNeitherGatewayNorRegistryNorService() throws Exception {
    Shop.create(database);
    Path endpoints =
        new Endpoints().add(Shop.DATABASE, database).write(folder.resolve("endpoints"));
    try (RegistryServer registry = new RegistryServer(0, Timing.DEFAULT, true);
        Service service = Service.on(0, "catalogue", 16);
        Gateway gateway =
            new Gateway(0, Registry.at(registry.port()), name -> name, PATIENT_MILLIS)) {
      new ServiceApp(endpoints, registry.port(), "catalogue", "catalogue-1").open(service, "w");
      service.start();
      gateway.caller(Function.CATALOGUE).awaitInstances(list -> list.size() == 1);
      besieged(service.port(), "/catalogue/7");
      besieged(registry.port(), "/services/catalogue");
      besieged(gateway.port(), "/api/catalogue/7");
    }
  }

  private static void besieged(int port, String path) throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (HttpCaller client = new HttpCaller(port, PATIENT_MILLIS)) {
      for (int i = 0; i < EACH; i++) {
        slow.add(half(port, "POST " + path + " HTTP/1.1\r\nHost: a\r\n"));
        slow.add(
            half(port, "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nid="));
      }
      assertThat(client.get(path).status()).as("GET %s beside them", path).isEqualTo(200);
      assertThat(client.call("POST", path, Map.of(), "x".repeat(100_000)).status())
          .as("a body of 100,000 bytes to %s", path)
          .isEqualTo(413);
    } finally {
      for (Socket one : slow) {
        one.close();
      }
    }
  }

  private static Socket half(int port, String text) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return socket;
  }
}
