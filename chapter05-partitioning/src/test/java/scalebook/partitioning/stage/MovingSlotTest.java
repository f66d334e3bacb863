package scalebook.partitioning.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.routing.Patience;
import scalebook.partitioning.routing.TryLater;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Slots;

/** A mover died behind its fence, and hundreds want to write to the slots that it left there. */
@ExtendWith(WithLab.class)
class MovingSlotTest {
  private static final int ORDERS = 500;
  private static final int WRITERS = 120;
  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration WRITE = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private OrderStore store;
  private ScatterGather all;
  private OrderServer server;
  private List<Integer> slots;

  @BeforeEach
  void open(Lab lab) throws Exception {
    store = OrderStore.create(lab, 2, 2);
    store.fill(OrderStore.orders(ORDERS));
    all = new ScatterGather(store.places(), 2_000);
    server = new OrderServer(new ClientLibrary(store.places(), OrderServer.patience()), all, 0);
    slots = store.map().slotsOf(0).subList(0, 4);
    Mover dying =
        new Mover(
            store.places(),
            place -> {
              if (place.equals("after-fence")) {
                throw new IllegalStateException("dies here");
              }
            });
    dying.plan(MovePlan.of(store.map(), new MovePlan.Move(0, 1, slots)));
    assertThatThrownBy(dying::run).hasMessage("dies here");
  }

  @AfterEach
  void close() {
    server.close();
    all.close();
    store.close();
  }

  private static LongStream ids(List<Integer> slots) {
    return LongStream.rangeClosed(1, ORDERS).filter(id -> slots.contains(Slots.of(id)));
  }

  private HttpRequest.Builder order(long id) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.port() + "/orders/" + id));
  }

  private CompletableFuture<HttpResponse<String>> add(long id) {
    HttpRequest.BodyPublisher cents = HttpRequest.BodyPublishers.ofString("cents=1");
    return client.sendAsync(
        order(id).POST(cents).timeout(WRITE).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A mover, or anybody, stands still in the middle of a change of these slots. */
  @Test
  void aSlotThatIsHeldIsSaidToMoveToo() throws Exception {
    new Mover(store.places(), Crash.NEVER).rollBack();
    try (Connection holder = store.database(0).connect()) {
      holder.setAutoCommit(false);
      Sql.change(
          holder, "UPDATE slots SET noted = TRUE WHERE slot IN (" + Slots.write(slots) + ")");
      othersAreServed(store.map().slotsOf(1));
    }
  }

  @Test
  void itBlocksNobodyElseAndSaysWhenToTryAgain() throws Exception {
    othersAreServed(store.map().slotsOf(0));
    othersAreServed(store.map().slotsOf(1));
  }

  @Test
  void aClientWithoutPatienceTakesTheFirstRefusal() throws Exception {
    ClientLibrary hasty = new ClientLibrary(store.places(), Patience.none());
    long id = ids(slots).findFirst().orElseThrow();
    assertThatThrownBy(() -> hasty.add(id, 1)).isInstanceOf(TryLater.class);
    assertThat(hasty.refusals()).isEqualTo(1);
  }

  private void othersAreServed(List<Integer> those) throws Exception {
    List<Long> moving = ids(slots).boxed().toList();
    List<Integer> others = new ArrayList<>(those);
    others.removeAll(slots);
    List<CompletableFuture<HttpResponse<String>>> writes =
        IntStream.range(0, WRITERS).mapToObj(i -> add(moving.get(i % moving.size()))).toList();
    for (long id : ids(others).limit(20).toArray()) {
      HttpRequest read = order(id).timeout(READ).build();
      assertThat(client.send(read, HttpResponse.BodyHandlers.ofString()).statusCode())
          .as("a read of order %d, whose slot does not move", id)
          .isEqualTo(200);
      assertThat(add(id).get().statusCode()).as("a write to order %d", id).isEqualTo(200);
    }
    for (CompletableFuture<HttpResponse<String>> write : writes) {
      HttpResponse<String> answer = write.get();
      assertThat(answer.statusCode()).as("a write to a moving slot, %s", answer).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).as("when to try again").isPresent();
    }
  }
}
