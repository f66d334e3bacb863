package scalebook.microservices.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.cloning.client.HttpCaller;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.RegistryServer;

@Timeout(60)
class GatewayTest {
  private static final long MOST_MILLIS = 2_000;

  @Test
  void aRequestHiddenInAPathIsNotSent() throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    HttpServer shop = Http.server(0);
    shop.createContext(
        "/",
        exchange -> {
          received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          Pages.text(exchange, 200, "done");
        });
    shop.start();
    try (RegistryServer registry =
            new RegistryServer(0, new RegistryServer.Timing(400, 300), true);
        Registration all =
            new Registration(
                Instance.of("all", "all-1", shop.getAddress().getPort()), registry.port());
        Gateway gateway = new Gateway(0, registry.port(), function -> "all", MOST_MILLIS);
        HttpCaller client = new HttpCaller(gateway.port(), 10_000)) {
      gateway.caller(Function.CATALOGUE).awaitInstances(list -> list.size() == 1);
      String hidden = "7%20HTTP/1.1%0D%0A%0D%0APOST%20/order/";
      client.get("/api/catalogue/" + hidden + "9").orFail();
      client.get("/api/catalogue/8").orFail();
      assertThat(received).containsExactly("GET /catalogue/" + hidden + "9", "GET /catalogue/8");
    } finally {
      shop.stop(0);
    }
  }
}
