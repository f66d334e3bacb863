package scalebook.transactions.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.params.XAddParams;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.stage.EventAudit;
import scalebook.transactions.stage.ShopDatabases;

/** What one event that cannot have its effect does to all the others: nothing. */
@Timeout(60)
@ExtendWith(WithLab.class)
class DeadLettersTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int SOLD_OUT = 999;

  private final Lab lab;
  private ShopDatabases databases;
  private OutboxOrders orders;
  private Pools pools;
  private Inbox inventory;

  DeadLettersTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws Exception {
    databases = ShopDatabases.open(lab).withStream(lab);
    orders = orders(Progress.UNWATCHED);
    pools = new Pools(databases.endpoints(), part -> 2);
    inventory = new Inbox(pools.to(Part.INVENTORY), Part.INVENTORY::act);
  }

  private OutboxOrders orders(Progress progress) {
    return new OutboxOrders(databases.endpoints(), OutboxOrders.Way.OUTBOX, progress);
  }

  @AfterEach
  void close() {
    orders.close();
    pools.close();
    databases.close();
  }

  private static Order order(long id, int customer, int item) {
    return new Order(id, customer, item, 1, 100);
  }

  private List<DeadLetters.Letter> letters() throws SQLException {
    return databases.at(Part.INVENTORY, DeadLetters::all);
  }

  private void restock() throws SQLException {
    databases.at(
        Part.INVENTORY,
        connection ->
            Sql.change(
                connection,
                "INSERT INTO stock (item, available, initial) VALUES (?, 5, 5)",
                SOLD_OUT));
  }

  private void nothingIsWrong() throws Exception {
    EventAudit audit = EventAudit.of(databases, Part.INVENTORY);
    assertThat(audit.lost() + audit.twice() + audit.outOfOrder()).as("%s", audit).isZero();
    assertThat(databases.invariant().check().violations()).isEmpty();
  }

  @Test
  void anOrderThatNobodyCanShipIsRefusedAtTheDoor() throws Exception {
    assertThat(orders.place(new Order(1, 7, 3, Part.TRUCK + 1, 1_000))).isFalse();
    assertThat(databases.invariant().check().orders()).isEmpty();
  }

  @Test
  void aRefusedEventStopsItsOwnCustomerOnly() throws Exception {
    assertThat(orders.place(order(1, 7, SOLD_OUT))).isTrue();
    assertThat(orders.place(order(2, 7, 3))).as("the same customer's next one").isTrue();
    for (int customer = 10; customer < 20; customer++) {
      assertThat(orders.place(order(customer, customer, 3))).isTrue();
    }
    await().atMost(SOON).until(orders::settled);
    assertThat(databases.invariant().check().violations())
        .as("what waits for a human; everybody else has what they ordered")
        .containsExactlyInAnyOrder("order 1: inventory has null", "order 2: inventory has null");
    assertThat(letters())
        .extracting(DeadLetters.Letter::why)
        .containsExactly("not enough of item 999", "waits behind number 1");
    assertThatThrownBy(() -> inventory.replay(7)).isInstanceOf(Refused.class);
    assertThat(letters()).as("letters after a replay in vain").hasSize(2);
    restock();
    assertThat(inventory.replay(7)).as("events that were replayed").isEqualTo(2);
    assertThat(letters()).isEmpty();
    nothingIsWrong();
    assertThat(orders.place(order(3, 7, 3))).isTrue();
    await().atMost(SOON).until(orders::settled);
    nothingIsWrong();
  }

  @Test
  void aMissingEventStopsItsOwnCustomerOnlyAndMayComeLate() throws Exception {
    EventStream stream = new EventStream(databases.redis().client());
    stream.add(new Event(2, order(102, 7, 3)));
    stream.add(new Event(3, order(103, 7, 3)));
    assertThat(orders.place(order(1, 8, 3))).isTrue();
    await().atMost(SOON).until(orders::settled);
    assertThat(letters()).as("events of a customer of whom one is missing").hasSize(2);
    assertThat(effects()).as("customers who had their effects").containsExactly(8L);
    stream.add(new Event(1, order(101, 7, 3)));
    await().atMost(SOON).until(orders::settled);
    assertThat(effects()).as("each customer's effects, in order").containsExactly(8L, 7L, 7L, 7L);
    assertThat(EventAudit.of(databases, Part.INVENTORY).outOfOrder()).isZero();
    assertThat(letters()).isEmpty();
  }

  private List<Long> effects() throws SQLException {
    return databases.at(
        Part.INVENTORY,
        connection ->
            Sql.query(
                connection, row -> row.getLong(1), "SELECT customer FROM effects ORDER BY at"));
  }

  @Test
  void anUnreadableEventIsPutAside() throws Exception {
    databases.redis().client().xadd("orders", Map.of("a", "b"), XAddParams.xAddParams());
    assertThat(orders.place(order(1, 7, 3))).isTrue();
    await().atMost(SOON).until(orders::settled);
    assertThat(databases.invariant().check().violations()).isEmpty();
    assertThat(databases.redis().client().xlen("orders-unreadable")).as("one a group").isEqualTo(2);
  }

  /** What an inbox puts right, so that only a look at what it was given shows it. */
  @Test
  void aRelayThatPublishesBackwardsIsSeen() throws Exception {
    orders.close();
    orders =
        orders(
            place -> {
              if (place.equals("before-publish")) {
                throw new IllegalStateException("this relay publishes nothing");
              }
            });
    for (long id = 1; id <= 6; id++) {
      orders.place(order(id, 7, 3));
    }
    EventStream stream = new EventStream(databases.redis().client());
    Relay backward = new Relay(pools.to(Part.ORDERS), stream, List.of(), false, Progress.UNWATCHED);
    await()
        .atMost(SOON)
        .until(
            () -> {
              backward.round();
              return orders.settled();
            });
    EventAudit audit = EventAudit.of(databases, Part.INVENTORY);
    assertThat(audit.outOfOrder()).as("out of order behind the inbox: %s", audit).isZero();
    assertThat(audit.early()).as("early at its input: %s", audit).isPositive();
  }
}
