package scalebook.caching.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.service.Products;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;

/** {@code GET /products/7}, and {@code PUT /products/7} with {@code price=1999}. */
public final class ProductServer implements AutoCloseable {
  private static final int THREADS = 32;
  private static final String PATH = "/products/";

  private final Products products;
  private final HttpServer server;
  private final ExecutorService requests =
      Executors.newFixedThreadPool(THREADS, Tasks.daemons("products"));

  /** {@code port} 0 is any free one. */
  public ProductServer(Products products, int port) {
    this.products = products;
    server = Http.server(port);
    server.setExecutor(requests);
    server.createContext(PATH, this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public Products products() {
    return products;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      int id = Integer.parseInt(exchange.getRequestURI().getPath().substring(PATH.length()));
      switch (exchange.getRequestMethod()) {
        case "GET" -> find(exchange, id);
        case "PUT" -> reprice(exchange, id);
        default -> answer(exchange, 405, "GET or PUT");
      }
    } catch (NumberFormatException e) {
      answer(exchange, 400, "a number is needed: " + e.getMessage());
    } catch (LoadLimit.Overloaded e) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      answer(exchange, 503, e.getMessage());
    } catch (Exception e) {
      answer(exchange, 500, e.toString());
    }
  }

  private void find(HttpExchange exchange, int id) throws Exception {
    CacheAside.Found found = products.find(id);
    exchange.getResponseHeaders().set("X-Cache", found.hit() ? "hit" : "miss");
    answer(exchange, found.text());
  }

  private void reprice(HttpExchange exchange, int id) throws Exception {
    long price = Long.parseLong(Pages.body(exchange).strip().replaceFirst("^price=", ""));
    answer(exchange, products.reprice(id, price));
  }

  private static void answer(HttpExchange exchange, Optional<String> text) throws IOException {
    answer(exchange, text.isPresent() ? 200 : 404, text.orElse("no such product"));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    if (text.startsWith("{")) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    Pages.text(exchange, status, text);
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    products.close();
  }
}
