package scalebook.microservices.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.testing.WithLab;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.microservices.registry.RegistryServer;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.shop.Shop;

/** A new instance while the registry gives no list: another has just taken a dead one's place. */
@Timeout(60)
@ExtendWith(WithLab.class)
class ReadyTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final MySql database;

  ReadyTest(MySql shop) {
    this.database = shop;
  }

  @Test
  void whoDoesNotKnowYetWhomToCallIsNotListed() throws Exception {
    Shop.create(database);
    Path endpoints =
        new Endpoints().add(Shop.DATABASE, database).write(folder.resolve("endpoints"));
    try (RegistryServer registry = new RegistryServer(0, Timing.DEFAULT, false);
        Service server = Service.on(0, "order", 16);
        HttpCaller client = new HttpCaller(registry.port(), 5_000)) {
      new ServiceApp(endpoints, registry.port(), "order", "order-1").open(server, "w");
      server.start();
      // The table comes also while lists do not: whoever registers is seen in it.
      await()
          .atMost(SOON)
          .until(
              () -> {
                String table = client.get("/services").body();
                boolean open = client.get("/services/order").status() == 200;
                assertThat(open || !table.contains("order-1"))
                    .as("listed before it had a list itself: %s", table)
                    .isTrue();
                return table.contains("order-1");
              });
    }
  }
}
