package scalebook.caching.stage;

import java.util.Optional;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.service.Products;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;

/** {@code GET /products/7}, and {@code PUT /products/7} with {@code price=1999}. */
public final class ProductServer implements AutoCloseable {
  private static final int THREADS = 32;

  private final Products products;
  private final Service service;

  /** {@code port} 0 is any free one. */
  public ProductServer(Products products, int port) {
    this.products = products;
    this.service = Service.on(port, "products", THREADS).route("/products/", this::answer).start();
  }

  public int port() {
    return service.port();
  }

  public Products products() {
    return products;
  }

  private Answer answer(Call call) throws Exception {
    try {
      int id = Integer.parseInt(call.rest());
      return switch (call.method()) {
        case "GET" -> found(products.find(id));
        case "PUT" -> answer(products.reprice(id, price(call)));
        default -> Answer.text(405, "GET or PUT");
      };
    } catch (LoadLimit.Overloaded e) {
      return Answer.text(503, e.getMessage()).with("Retry-After", "1");
    }
  }

  private static long price(Call call) {
    long price = call.needed("price");
    if (price < 0) {
      throw new Refused(400, "a price is not negative");
    }
    return price;
  }

  private static Answer found(CacheAside.Found found) {
    return answer(found.text()).with("X-Cache", found.hit() ? "hit" : "miss");
  }

  private static Answer answer(Optional<String> product) {
    return product
        .map(text -> Answer.ok(text).as("application/json"))
        .orElse(Answer.text(404, "no such product"));
  }

  @Override
  public void close() {
    service.close();
    products.close();
  }
}
