package scalebook.microservices.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.policy.Policy;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.resilience.Deadline;

/**
 * One address for all services: {@code /api/catalogue/7} goes to the catalogue, {@code /api/page/7}
 * asks several at once and makes one answer of theirs.
 */
public final class Gateway implements AutoCloseable {
  private static final String API = "/api/";
  private static final String PAGE = "page";
  private static final int THREADS = 32;

  private final Map<Function, ServiceCaller> callers = new EnumMap<>(Function.class);
  private final HttpServer server;
  private final long mostMillis;
  private final ExecutorService requests =
      Executors.newFixedThreadPool(THREADS, Tasks.daemons("gateway"));
  private final ExecutorService parts =
      Executors.newFixedThreadPool(2 * THREADS, Tasks.daemons("parts"));

  /** {@code service}: under which name a function is found; {@code mostMillis}: for an answer. */
  public Gateway(int port, int registryPort, UnaryOperator<String> service, long mostMillis) {
    this.mostMillis = mostMillis;
    Map<String, ServiceCaller> shared = new LinkedHashMap<>();
    for (Function function : Function.values()) {
      callers.put(
          function,
          shared.computeIfAbsent(
              service.apply(function.service()),
              name -> new ServiceCaller(name, registryPort, Policy.Kind.TWO_CHOICES)));
    }
    server = Http.server(port);
    server.setExecutor(requests);
    server.createContext(API, Pages.guarded(this::route));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public ServiceCaller caller(Function function) {
    return callers.get(function);
  }

  private void route(HttpExchange exchange) throws IOException {
    // Raw: the rest is passed on as it came, and %0D%0A must not become the end of a line.
    String[] words = exchange.getRequestURI().getRawPath().substring(API.length()).split("/", 2);
    String body = Pages.body(exchange);
    Deadline deadline =
        Deadline.of(exchange.getRequestHeaders().getFirst(Deadline.HEADER), mostMillis);
    String rest = words.length > 1 ? words[1] : "";
    if (words[0].equals(PAGE)) {
      page(exchange, rest, deadline);
      return;
    }
    Function function;
    try {
      // Outside they are called as people call them: orders, shipments.
      function = Function.of(words[0].replaceFirst("^(order|shipment|notification)s$", "$1"));
    } catch (IllegalArgumentException unknown) {
      Pages.text(exchange, 404, "there is no " + words[0]);
      return;
    }
    Reply reply = ask(function, exchange.getRequestMethod(), rest, body, deadline);
    Pages.text(exchange, reply.status(), reply.text());
  }

  /** All functions of the shop may be asked twice: an order has a number of its own. */
  private Reply ask(Function function, String method, String path, String body, Deadline deadline) {
    try {
      HttpCaller.Answer answer =
          callers
              .get(function)
              .call(method, "/" + function.service() + "/" + path, body, true, deadline);
      return new Reply(answer.status(), answer.body().strip());
    } catch (ServiceCaller.NoInstance nobody) {
      return new Reply(502, nobody.getMessage());
    } catch (IOException e) {
      return deadline.over()
          ? new Reply(504, function.service() + " did not answer in time")
          : new Reply(502, function.service() + ": " + e.getMessage());
    }
  }

  /** ① Several at the same time: the page takes as long as the slowest, not as long as all. */
  private void page(HttpExchange exchange, String item, Deadline deadline) throws IOException {
    Map<Function, Future<Reply>> asked = new EnumMap<>(Function.class);
    for (Function function : new Function[] {Function.CATALOGUE, Function.INVENTORY}) {
      asked.put(function, parts.submit(() -> ask(function, "GET", item, "", deadline)));
    }
    Map<Function, Reply> replies = new EnumMap<>(Function.class);
    try {
      for (Map.Entry<Function, Future<Reply>> one : asked.entrySet()) {
        replies.put(one.getKey(), one.getValue().get());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    // Without a price there is no page; without a number of pieces there is one, and it says so.
    Reply price = replies.get(Function.CATALOGUE);
    Reply pieces = replies.get(Function.INVENTORY);
    if (price.status() != 200) {
      Pages.text(exchange, price.status(), price.text());
      return;
    }
    String known =
        replies.values().stream()
            .filter(reply -> reply.status() == 200)
            .map(Reply::text)
            .collect(Collectors.joining(", "));
    if (pieces.status() != 200) {
      exchange.getResponseHeaders().set("X-Partial", "inventory " + pieces.status());
    }
    Pages.text(exchange, 200, known + (pieces.status() == 200 ? "" : ", pieces not known now"));
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    parts.shutdownNow();
    callers.values().stream().distinct().forEach(ServiceCaller::close);
  }
}
