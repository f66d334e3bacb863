package scalebook.microservices.shop;

import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import scalebook.cloning.policy.Policy;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.engines.process.Tasks;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Registry;
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
  private final Service service;
  private final long mostMillis;
  private final ExecutorService parts =
      Executors.newFixedThreadPool(THREADS, Tasks.daemons("parts"));

  /** {@code names}: under which name a function is found; {@code mostMillis}: for an answer. */
  public Gateway(int port, Registry registry, UnaryOperator<String> names, long mostMillis) {
    this.mostMillis = mostMillis;
    Map<String, ServiceCaller> shared = new LinkedHashMap<>();
    for (Function function : Function.values()) {
      callers.put(
          function,
          shared.computeIfAbsent(
              names.apply(function.service()),
              name -> new ServiceCaller(name, registry, Policy.Kind.TWO_CHOICES)));
    }
    service = Service.on(port, "gateway", THREADS).route(API, this::route).start();
  }

  public int port() {
    return service.port();
  }

  public ServiceCaller caller(Function function) {
    return callers.get(function);
  }

  private Answer route(Call call) throws InterruptedException {
    // Raw: the rest is passed on as it came, and %0D%0A must not become the end of a line.
    String raw = call.exchange().getRequestURI().getRawPath();
    String[] words = raw.substring(API.length()).split("/", 2);
    String rest = words.length > 1 ? words[1] : "";
    Deadline deadline = Deadline.of(call.header(Deadline.HEADER), mostMillis);
    if (words[0].equals(PAGE)) {
      return page(rest, deadline);
    }
    Function function;
    try {
      // Outside they are called as people call them: orders, shipments.
      function = Function.of(words[0].replaceFirst("^(order|shipment|notification)s$", "$1"));
    } catch (IllegalArgumentException unknown) {
      return Answer.text(404, "there is no " + words[0]);
    }
    return ask(function, call.method(), rest, call.body(), deadline).answer();
  }

  /** All functions of the shop may be asked twice: an order has a number of its own. */
  private Reply ask(Function function, String method, String rest, String body, Deadline deadline) {
    String path = "/" + function.service() + "/" + rest;
    try {
      HttpCaller.Answer answer = callers.get(function).call(method, path, body, true, deadline);
      String by = answer.headers().getOrDefault(Reply.INSTANCE.toLowerCase(Locale.ROOT), "");
      return new Reply(answer.status(), answer.body().strip(), by);
    } catch (ServiceCaller.NoInstance nobody) {
      return new Reply(502, nobody.getMessage());
    } catch (IOException e) {
      return deadline.over()
          ? new Reply(504, function.service() + " did not answer in time")
          : new Reply(502, function.service() + ": " + e.getMessage());
    }
  }

  /** ① Several at the same time: the page takes as long as the slowest, not as long as all. */
  private Answer page(String item, Deadline deadline) throws InterruptedException {
    Future<Reply> asked = parts.submit(() -> ask(Function.INVENTORY, "GET", item, "", deadline));
    Reply price = ask(Function.CATALOGUE, "GET", item, "", deadline);
    Reply pieces;
    try {
      pieces = asked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    // Without a price there is no page; without a number of pieces there is one, and it says so.
    if (price.status() != 200) {
      return price.answer();
    }
    return pieces.status() == 200
        ? Answer.ok(price.text() + ", " + pieces.text())
        : Answer.ok(price.text() + ", pieces not known now")
            .with("X-Partial", "inventory " + pieces.status());
  }

  @Override
  public void close() {
    service.close();
    parts.shutdownNow();
    callers.values().stream().distinct().forEach(ServiceCaller::close);
  }
}
