package scalebook.transactions.stage;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;
import scalebook.transactions.shop.Part;

/** Where orders come in, over HTTP and for programs; they go to the coordinator's process. */
final class FrontDoor implements AutoCloseable {
  private static final int THREADS = 16;
  private static final Duration ANSWER_BOUND = Duration.ofSeconds(15);

  private final ShopDatabases databases;
  private final IntSupplier shopPort;
  private final ReentrantReadWriteLock orders = new ReentrantReadWriteLock(true);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Service service;

  FrontDoor(int port, ShopDatabases databases, IntSupplier shopPort) {
    this.databases = databases;
    this.shopPort = shopPort;
    this.service =
        Service.on(port, "front", THREADS)
            .route("/orders", this::orders)
            .route("/invariant", call -> invariant())
            .start();
  }

  int port() {
    return service.port();
  }

  /** Orders go to the coordinator's process; questions about them to the database. */
  private Answer orders(Call call) throws InterruptedException {
    if (call.is("POST")) {
      return post(call.body(), () -> call.needed("id"));
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

  /** With an id of its own for each order, an order may be placed again and again. */
  Outcome place(List<String> words) throws InterruptedException {
    long id = Long.parseLong(words.get(0));
    String form =
        "id=%d&customer=%d&item=%d&quantity=%d"
            .formatted(
                id,
                Long.parseLong(words.get(1)),
                Long.parseLong(words.get(2)),
                Long.parseLong(words.get(3)));
    Answer answer = post(form, () -> id);
    String outcome =
        switch (answer.status()) {
          case 201 -> "ok";
          case 400, 409 -> "refused";
          default -> "unknown";
        };
    return new Outcome(outcome, answer.body().strip());
  }

  /** {@code ok}, {@code refused}, or {@code unknown}: ask again. */
  record Outcome(String outcome, String text) {}

  private Answer post(String form, LongSupplier id) throws InterruptedException {
    orders.readLock().lock();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shopPort.getAsInt() + "/orders"))
              .timeout(ANSWER_BOUND)
              .POST(HttpRequest.BodyPublishers.ofString(form))
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
      return OrderApi.unknown(id.getAsLong(), OrderBook.IN_DOUBT);
    } finally {
      orders.readLock().unlock();
    }
  }

  /** Waits until no order is on its way through us. */
  Invariant.Finding check() throws SQLException {
    orders.writeLock().lock();
    try {
      return databases.invariant().check();
    } finally {
      orders.writeLock().unlock();
    }
  }

  private Answer invariant() {
    try {
      return Answer.ok(check().toString());
    } catch (SQLException e) {
      return Answer.text(503, "a database does not answer");
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
