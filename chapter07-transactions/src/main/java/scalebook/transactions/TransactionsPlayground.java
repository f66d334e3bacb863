package scalebook.transactions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.lab.fault.Crash;
import scalebook.transactions.service.Faults;
import scalebook.transactions.service.Protocol;
import scalebook.transactions.service.RunningShop;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;

/** An order API over three databases; a coordinator that dies on command, and comes back. */
@Command(
    name = "play 7",
    description = "orders over three databases: kill one, crash the coordinator")
public final class TransactionsPlayground extends Playground {
  private static final int THREADS = 16;
  private static final Duration ANSWER_BOUND = Duration.ofSeconds(15);

  @Option(
      names = "--protocol",
      description = "2pc, saga, outbox or naive (default: ${DEFAULT-VALUE})")
  private String protocol = "2pc";

  @Option(
      names = "--away",
      description = "how long a crashed coordinator stays away, in ms (default: ${DEFAULT-VALUE})")
  private long away = 2_000;

  private final RunningShop.Promises promises = new RunningShop.Promises();
  private final ReentrantReadWriteLock orders = new ReentrantReadWriteLock(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private ShopDatabases databases;
  private Faults shops;
  private HttpServer server;
  private volatile RunningShop shop;
  private volatile int shopPort;
  private volatile boolean closed;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    Protocol chosen = Protocol.of(protocol);
    databases = ShopDatabases.open(lab, ShopDatabases.Goods.PLENTY);
    if (chosen == Protocol.OUTBOX) {
      databases.withStream(lab);
    }
    shops = new Faults(lab, databases, chosen);
    startShop();
    ExecutorService requests = Executors.newFixedThreadPool(THREADS, Tasks.daemons("front"));
    server = listen(requests);
    verb("status", words -> status());
    verb("kill inventory", words -> kill(part(words.get(0))));
    verb("start inventory", words -> start(part(words.get(0))));
    verb("crash coordinator after-prepare", words -> crash(words.get(1)));
    return () -> {
      closed = true;
      server.stop(0);
      requests.shutdownNow();
      shop.close();
      databases.close();
    };
  }

  private HttpServer listen(ExecutorService requests) {
    HttpServer http = Http.server(port);
    http.setExecutor(requests);
    http.createContext("/orders", this::orders);
    http.createContext("/invariant", this::invariant);
    http.start();
    return http;
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void startShop() throws Exception {
    RunningShop fresh = shops.shop("never", promises);
    fresh.recovered();
    shopPort = fresh.serve(0);
    shop = fresh;
    fresh.exit().thenAccept(status -> Tasks.daemon("restart", () -> comeBack(status)).start());
  }

  private void comeBack(int status) {
    if (closed || status != Crash.STATUS) {
      return;
    }
    System.out.println("  the coordinator is dead, another one comes in " + away + " ms");
    LockSupport.parkNanos(away * 1_000_000);
    try {
      if (!closed) {
        startShop();
        System.out.println("  a coordinator is back, and has recovered");
      }
    } catch (Exception e) {
      System.out.println("  no coordinator came back: " + e.getMessage());
    }
  }

  private static Part part(String name) {
    return Stream.of(Part.values())
        .filter(part -> part.database().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no database " + name + ": orders, inventory or shipment"));
  }

  private String kill(Part part) {
    databases.server(part).kill();
    return part.database() + " is dead";
  }

  private String start(Part part) {
    databases.server(part).start();
    return part.database() + " is back";
  }

  private String crash(String place) {
    shop.crashAt(place);
    return "the next order that comes to " + place + " is the coordinator's last";
  }

  private String status() {
    return Stream.of(Part.values())
            .map(
                part -> {
                  boolean up = databases.server(part).alive();
                  return "  %-10s %-5s %s%n"
                      .formatted(part.database(), up ? "up" : "down", up ? inDoubt(part) : "");
                })
            .collect(Collectors.joining())
        + "  coordinator "
        + (shop.alive() ? "up" : "dead");
  }

  private String inDoubt(Part part) {
    try {
      return databases.invariant().inDoubt(part).size() + " in doubt";
    } catch (SQLException e) {
      return "does not answer";
    }
  }

  /** Orders go to the coordinator's process; questions about them to the database. */
  private void orders(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST")) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      orders.readLock().lock();
      try {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shopPort + "/orders"))
                    .timeout(ANSWER_BOUND)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        Pages.text(exchange, answer.statusCode(), answer.body().strip());
      } catch (IOException dead) {
        Pages.text(exchange, 503, "the coordinator does not answer: ask GET /orders/ID later");
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      } finally {
        orders.readLock().unlock();
      }
      return;
    }
    try {
      String state = state(Long.parseLong(path.replaceFirst("^/orders/", "")));
      Pages.text(exchange, state.isEmpty() ? 404 : 200, state.isEmpty() ? "no such order" : state);
    } catch (NumberFormatException e) {
      Pages.text(exchange, 400, "GET /orders/ID");
    } catch (SQLException e) {
      Pages.text(exchange, 503, "orders does not answer");
    }
  }

  private String state(long id) throws SQLException {
    try (Connection connection = databases.server(Part.ORDERS).connect();
        PreparedStatement select =
            connection.prepareStatement("SELECT state FROM orders WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  /** Waits until no order is on its way through us. */
  private void invariant(HttpExchange exchange) throws IOException {
    orders.writeLock().lock();
    try {
      Pages.text(exchange, 200, databases.invariant().check().toString());
    } catch (SQLException e) {
      Pages.text(exchange, 503, "a database does not answer");
    } finally {
      orders.writeLock().unlock();
    }
  }
}
