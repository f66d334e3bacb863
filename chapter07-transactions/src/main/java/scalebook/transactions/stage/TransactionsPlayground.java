package scalebook.transactions.stage;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.lab.fault.Crash;
import scalebook.transactions.outbox.DeadLetters;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;

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

  private final Promises promises = new Promises();
  private final ReentrantReadWriteLock orders = new ReentrantReadWriteLock(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private ShopDatabases databases;
  private Faults shops;
  private Service front;
  private volatile RunningShop shop;
  private volatile int shopPort;
  private volatile boolean closed;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    Protocol chosen = Protocol.of(protocol);
    databases = ShopDatabases.open(lab);
    if (chosen == Protocol.OUTBOX) {
      databases.withStream(lab);
    }
    shops = new Faults(lab, databases, chosen);
    startShop();
    front =
        Service.on(port, "front", THREADS)
            .route("/orders", this::orders)
            .route("/invariant", call -> invariant())
            .start();
    verb("kill inventory", "a database dies", words -> kill(part(words.get(0))));
    verb("start inventory", "it is back", words -> start(part(words.get(0))));
    verb(
        "crash coordinator after-prepare",
        "the next order that comes to this place is its last",
        words -> crash(words.get(1)));
    if (chosen == Protocol.OUTBOX) {
      verb("letters", "events that nobody could handle", words -> letters());
      verb(
          "replay inventory 7",
          "a customer's dead letters, once more",
          words -> replay(part(words.get(0)), words.get(1)));
    }
    return () -> {
      closed = true;
      front.close();
      shop.close();
      databases.close();
    };
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + front.port();
  }

  private void startShop() throws Exception {
    RunningShop fresh = shops.shop("never", promises);
    fresh.recovered();
    shopPort = fresh.serve();
    shop = fresh;
    fresh.exit().thenAccept(status -> Tasks.daemon("restart", () -> comeBack(status)).start());
  }

  private void comeBack(int status) {
    if (closed || status != Crash.STATUS) {
      return;
    }
    say("the coordinator is dead, another one comes in " + away + " ms");
    LockSupport.parkNanos(away * 1_000_000);
    try {
      if (!closed) {
        startShop();
        say("a coordinator is back, and has recovered");
      }
    } catch (Exception e) {
      say("no coordinator came back: " + e.getMessage());
    }
  }

  private void say(String text) {
    System.out.println("  " + text);
    happened("coordinator", text);
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

  /** What an operator reads, and replays when it is mended. */
  private String letters() throws SQLException {
    StringBuilder all = new StringBuilder();
    for (Part part : List.of(Part.INVENTORY, Part.SHIPMENT)) {
      for (DeadLetters.Letter one : databases.at(part, DeadLetters::all)) {
        all.append("  %-10s %s: %s%n".formatted(part.database(), one.event(), one.why()));
      }
    }
    return all.isEmpty() ? "no dead letters" : all.toString().stripTrailing();
  }

  private String replay(Part part, String customer) throws SQLException {
    try (HikariDataSource pool = databases.endpoints().pool(part.database(), 1)) {
      int replayed = new Inbox(pool, part::act).replay(Integer.parseInt(customer));
      return replayed + " replayed";
    } catch (Refused stays) {
      return "still refused: " + stays.getMessage();
    }
  }

  /** A database; -1 in doubt where it does not answer. */
  record Seen(String database, boolean up, int inDoubt) {
    @Override
    public String toString() {
      String doubt = inDoubt < 0 ? "does not answer" : inDoubt + " in doubt";
      return "  %-10s %-5s %s%n".formatted(database, up ? "up" : "down", up ? doubt : "");
    }
  }

  /** All of them, and the coordinator's process. */
  record State(List<Seen> databases, boolean coordinator) {
    @Override
    public String toString() {
      return databases.stream().map(Seen::toString).collect(Collectors.joining())
          + "  coordinator "
          + (coordinator ? "up" : "dead");
    }
  }

  @Override
  protected Record status() {
    return new State(Stream.of(Part.values()).map(this::seen).toList(), shop.alive());
  }

  private Seen seen(Part part) {
    boolean up = databases.server(part).alive();
    try {
      return new Seen(part.database(), up, up ? databases.invariant().inDoubt(part).size() : -1);
    } catch (SQLException e) {
      return new Seen(part.database(), up, -1);
    }
  }

  /** Orders go to the coordinator's process; questions about them to the database. */
  private Answer orders(Call call) throws InterruptedException {
    if (call.is("POST")) {
      return post(call);
    }
    try {
      long id = Long.parseLong(String.join("", call.words()));
      return databases
          .at(Part.ORDERS, connection -> OrderBook.find(connection, id))
          .map(one -> one.over() ? Answer.ok(one.state()) : OrderApi.unknown(id, one.state()))
          .orElse(Answer.text(404, "no such order"));
    } catch (NumberFormatException e) {
      return Answer.text(400, "GET /orders/ID");
    } catch (SQLException e) {
      return Answer.text(503, "orders does not answer");
    }
  }

  private Answer post(Call call) throws InterruptedException {
    orders.readLock().lock();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shopPort + "/orders"))
              .timeout(ANSWER_BOUND)
              .POST(HttpRequest.BodyPublishers.ofString(call.body()))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      Answer same = Answer.text(answer.statusCode(), answer.body().strip());
      return switch (answer.statusCode()) {
        case 202 -> same.with("Location", answer.headers().firstValue("Location").orElse(""));
        case 503 -> same.with("Retry-After", "1");
        default -> same;
      };
    } catch (ConnectException away) {
      return Answer.text(503, "not placed: the coordinator is away").with("Retry-After", "1");
    } catch (IOException dead) { // it has heard of the order, perhaps
      return OrderApi.unknown(call.needed("id"), OrderBook.IN_DOUBT);
    } finally {
      orders.readLock().unlock();
    }
  }

  /** Waits until no order is on its way through us. */
  private Answer invariant() {
    orders.writeLock().lock();
    try {
      return Answer.ok(databases.invariant().check().toString());
    } catch (SQLException e) {
      return Answer.text(503, "a database does not answer");
    } finally {
      orders.writeLock().unlock();
    }
  }
}
