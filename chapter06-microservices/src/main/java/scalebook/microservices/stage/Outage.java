package scalebook.microservices.stage;

import java.util.concurrent.FutureTask;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Tasks;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Gateway;

/** What clients are told while the inventory is slow, and when it is dead. */
public record Outage(int late, HttpCaller.Answer page, int nobody, int others) {

  /** Slow: two seconds. */
  public static Outage of(Fleet fleet, Gateway gateway) throws Exception {
    Questions.awaitAll(gateway);
    try (HttpCaller caller = new HttpCaller(gateway.port(), 10_000);
        HttpCaller reader = new HttpCaller(gateway.port(), 10_000)) {
      fleet.slow("inventory", 2_000);
      FutureTask<HttpCaller.Answer> page = new FutureTask<>(() -> reader.get("/api/page/3"));
      Tasks.daemon("reader", page).start(); // both wait for the deadline: at the same time
      int late = caller.get("/api/inventory/3").status();
      HttpCaller.Answer partial = page.get();
      fleet.kill("inventory-1");
      gateway.caller(Function.INVENTORY).awaitInstances(all -> all.size() == 0);
      int nobody = caller.get("/api/inventory/3").status();
      return new Outage(late, partial, nobody, caller.get("/api/catalogue/3").status());
    }
  }
}
