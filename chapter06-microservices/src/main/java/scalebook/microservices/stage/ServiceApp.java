package scalebook.microservices.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.worker.App;
import scalebook.engines.Endpoints;
import scalebook.engines.process.Pages;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Reply;
import scalebook.microservices.shop.Shop;

/**
 * One instance of one service, or of all functions in one program. Arguments: the file with the
 * endpoints, the registry's port, a service or {@link #ALL}, the instance's name.
 */
public final class ServiceApp implements App {
  public static final String ALL = "all";
  private static final long MOST_MILLIS = 3_000;
  private static final int CONNECTIONS = 4;

  private final Map<Function, ServiceCaller> callers = new EnumMap<>(Function.class);
  private Shop shop;
  private String name;
  private final AtomicLong calls = new AtomicLong();
  private volatile long extraMillis;

  @Override
  public void open(HttpServer server, String worker, List<String> arguments) {
    DataSource database =
        Endpoints.read(Path.of(arguments.get(0))).pool(Shop.DATABASE, CONNECTIONS);
    int registry = Integer.parseInt(arguments.get(1));
    String service = arguments.get(2);
    name = arguments.get(3);
    boolean one = service.equals(ALL);
    shop = new Shop(database, one ? this::inside : this::outside);
    for (Function function : Function.values()) {
      if (one || function.service().equals(service)) {
        server.createContext(
            "/" + function.service(), Pages.guarded(exchange -> serve(exchange, function)));
      } else if (service.equals(Function.ORDER.service())) {
        callers.put(
            function, new ServiceCaller(function.service(), registry, Policy.Kind.TWO_CHOICES));
      }
    }
    server.createContext("/slow", Pages.guarded(this::slow));
    server.createContext(
        "/calls", Pages.guarded(exchange -> Pages.text(exchange, 200, calls.toString())));
    new Registration(Instance.of(service, name, server.getAddress().getPort()), registry);
  }

  private void slow(HttpExchange exchange) throws IOException {
    extraMillis = Pages.number(exchange, "millis", 0);
    Pages.text(exchange, 200, name + " takes " + extraMillis + " ms more");
  }

  private void serve(HttpExchange exchange, Function function) throws IOException {
    calls.incrementAndGet();
    Deadline deadline =
        Deadline.of(
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(Deadline.HEADER)),
            MOST_MILLIS);
    String path =
        exchange
            .getRequestURI()
            .getPath()
            .substring(function.service().length() + 1)
            .replaceFirst("^/", "");
    Function.Request request =
        new Function.Request(
            exchange.getRequestMethod(), path, Pages.form(Pages.body(exchange)), deadline);
    exchange.getResponseHeaders().set("X-Instance", name);
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(extraMillis, deadline.leftMillis()));
      if (deadline.over()) {
        Pages.text(exchange, 504, "too late: nobody waits any more");
        return;
      }
      Reply reply = function.handle(request, shop);
      Pages.text(exchange, reply.status(), reply.text());
    } catch (ServiceCaller.NoInstance nobody) {
      Pages.text(exchange, 502, nobody.getMessage());
    } catch (IOException | SQLException e) {
      Pages.text(exchange, deadline.over() ? 504 : 503, String.valueOf(e.getMessage()));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply inside(Function function, Function.Request request) throws IOException {
    try {
      return function.handle(request, shop);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private Reply outside(Function function, Function.Request request) throws IOException {
    String path = "/" + function.service() + "/" + request.path();
    String body =
        request.form().entrySet().stream().map(String::valueOf).collect(Collectors.joining("&"));
    HttpCaller.Answer answer =
        callers.get(function).call(request.method(), path, body, true, request.deadline());
    return new Reply(answer.status(), answer.body().strip());
  }
}
