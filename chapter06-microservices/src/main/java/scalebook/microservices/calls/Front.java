package scalebook.microservices.calls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import scalebook.cloning.client.HttpCaller;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;
import scalebook.microservices.resilience.Guard;

/** A gateway in small: so many threads for all paths, and a dependency behind each path. */
public final class Front implements AutoCloseable {
  public static final String FALLBACK = "X-Fallback";

  private final HttpServer server;
  private final ExecutorService requests;
  private final Map<String, Deque<HttpCaller>> free = new ConcurrentHashMap<>();

  public Front(int threads) {
    this.requests = Executors.newFixedThreadPool(threads, Tasks.daemons("front"));
    server = Http.server(0);
    server.setExecutor(requests);
    server.start();
  }

  /** Waits for the dependency as long as it takes, at most {@code mostMillis}. */
  public Front route(String path, Dependency dependency, int mostMillis) {
    server.createContext(
        path,
        Pages.guarded(
            exchange -> {
              try {
                Pages.text(exchange, 200, ask(path, dependency, mostMillis));
              } catch (IOException late) {
                Pages.text(exchange, 504, "no answer in time");
              }
            }));
    return this;
  }

  /** The same with a guard: who is not let through, or not answered, gets something else. */
  public Front guarded(String path, Dependency dependency, int mostMillis, Guard guard) {
    server.createContext(
        path,
        Pages.guarded(
            exchange -> {
              String answer =
                  guard.call(() -> ask(path, dependency, mostMillis), () -> instead(exchange));
              Pages.text(exchange, 200, answer);
            }));
    return this;
  }

  private static String instead(HttpExchange exchange) {
    exchange.getResponseHeaders().set(FALLBACK, "yes");
    return "not known at the moment";
  }

  private String ask(String path, Dependency dependency, int mostMillis) throws IOException {
    Deque<HttpCaller> callers = free.computeIfAbsent(path, unused -> new ConcurrentLinkedDeque<>());
    HttpCaller borrowed = callers.pollLast();
    HttpCaller caller = borrowed == null ? new HttpCaller(dependency.port(), mostMillis) : borrowed;
    try {
      return caller.get("/").orFail().body().strip();
    } finally {
      callers.addLast(caller);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    free.values().forEach(callers -> callers.forEach(HttpCaller::close));
  }
}
