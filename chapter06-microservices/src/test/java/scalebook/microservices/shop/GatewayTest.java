package scalebook.microservices.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.http.Answer;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.RegistryServer;
import scalebook.microservices.registry.Timing;

@Timeout(60)
class GatewayTest {
  private static final long MOST_MILLIS = 2_000;

  @Test
  void aRequestHiddenInAPathIsNotSent() throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    try (Service shop = Service.on(0, "shop", 4);
        RegistryServer registry = new RegistryServer(0, new Timing(20_000, 300), true);
        Registration all =
            new Registration(Instance.of("all", "all-1", shop.port()), registry.port());
        Gateway gateway =
            new Gateway(0, Registry.at(registry.port()), function -> "all", MOST_MILLIS);
        HttpCaller client = new HttpCaller(gateway.port(), 10_000)) {
      shop.route(
              "/",
              call -> {
                received.add(call.method() + " " + call.exchange().getRequestURI());
                return Answer.ok("done");
              })
          .start();
      gateway.caller(Function.CATALOGUE).awaitInstances(list -> list.size() == 1);
      String hidden = "7%20HTTP/1.1%0D%0A%0D%0APOST%20/order/";
      client.get("/api/catalogue/" + hidden + "9").orFail();
      client.get("/api/catalogue/8").orFail();
      assertThat(received).containsExactly("GET /catalogue/" + hidden + "9", "GET /catalogue/8");
    }
  }
}
