package scalebook.microservices.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import scalebook.cloning.policy.Policy;
import scalebook.engines.Endpoints;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.engines.process.Tasks;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Reply;
import scalebook.microservices.shop.Shop;

/** What an instance serves, wherever it is listed. */
final class ServiceInstance {
  private static final long MOST_MILLIS = 3_000;
  private static final int CONNECTIONS = 4;

  private final Map<Function, ServiceCaller> callers = new EnumMap<>(Function.class);
  private final Path endpoints;
  private final Registry registry;
  private final String service;
  private final String name;
  private final AtomicLong calls = new AtomicLong();
  private Shop shop;
  private volatile long extraMillis;

  ServiceInstance(Path endpoints, Registry registry, String service, String name) {
    this.endpoints = endpoints;
    this.registry = registry;
    this.service = service;
    this.name = name;
  }

  void open(Service server) {
    DataSource database = Endpoints.read(endpoints).pool(Shop.DATABASE, CONNECTIONS);
    boolean one = service.equals(ServiceApp.ALL);
    shop = new Shop(database, one ? this::inside : this::outside);
    for (Function function : Function.values()) {
      if (one || function.service().equals(service)) {
        server.route("/" + function.service(), call -> serve(call, function));
      } else if (service.equals(Function.ORDER.service())) {
        callers.put(
            function, new ServiceCaller(function.service(), registry, Policy.Kind.TWO_CHOICES));
      }
    }
    server.route("/slow", this::slow);
    server.route("/calls", call -> Answer.ok(calls.toString()));
    Tasks.daemon("ready", () -> register(server.port())).start();
  }

  /** Whoever is listed is called at once: so it must know first whom to call itself. */
  private void register(int port) {
    try {
      for (ServiceCaller caller : callers.values()) {
        caller.awaitFirstList();
      }
      registry.register(Instance.of(service, name, port));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer slow(Call call) {
    extraMillis = call.number("millis", 0);
    return Answer.ok(name + " takes " + extraMillis + " ms more");
  }

  private Answer serve(Call call, Function function) throws InterruptedException {
    calls.incrementAndGet();
    Deadline deadline = Deadline.of(call.header(Deadline.HEADER), MOST_MILLIS);
    String path = call.rest().replaceFirst("^/", "");
    Function.Request request = new Function.Request(call.method(), path, call.form(), deadline);
    Reply reply;
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(extraMillis, deadline.leftMillis()));
      reply =
          deadline.over()
              ? new Reply(504, "too late: nobody waits any more")
              : function.handle(request, shop);
    } catch (ServiceCaller.NoInstance nobody) {
      reply = new Reply(502, nobody.getMessage());
    } catch (IOException | SQLException e) {
      reply = new Reply(deadline.over() ? 504 : 503, String.valueOf(e.getMessage()));
    }
    return reply.answer().with(Reply.INSTANCE, name);
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
