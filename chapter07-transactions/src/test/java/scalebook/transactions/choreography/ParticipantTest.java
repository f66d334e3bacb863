package scalebook.transactions.choreography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.outbox.DeadLetters;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.outbox.EventStream;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.ShopDatabases;

@Timeout(60)
@ExtendWith(WithLab.class)
class ParticipantTest {
  private static final Order ORDER = Buyers.SENSIBLE.order(1);
  private static final Event ORDERED = new Event(1, ORDER);
  private static final Event NO_TRUCK = ORDERED.next("reserved").next("no-truck");
  private final Lab lab;
  private ShopDatabases databases;
  private Pools pools;

  ParticipantTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws Exception {
    databases = ShopDatabases.open(lab).withStream(lab);
    pools = new Pools(databases.endpoints(), part -> 2);
  }

  @AfterEach
  void close() {
    pools.close();
    databases.close();
  }

  private Participant at(Part part, ChoreographedOrders.Settings settings) {
    EventStream stream = new EventStream(databases.redis().client());
    return new Participant(part, pools.to(part), settings, stream, Progress.UNWATCHED);
  }

  private Participant at(Part part) {
    return at(part, ChoreographedOrders.Settings.ALL);
  }

  private List<String> says(Part part) throws SQLException {
    return databases.at(
        part,
        db ->
            Sql.query(db, row -> row.getString("kind"), "SELECT kind FROM outbox ORDER BY place"));
  }

  private long reserved() throws SQLException {
    return databases.number(Part.INVENTORY, "SELECT SUM(initial) - SUM(available) FROM stock");
  }

  private void stock(int pieces) throws SQLException {
    databases.at(
        Part.INVENTORY,
        db -> Sql.change(db, "UPDATE stock SET available = ?, initial = ?", pieces, pieces));
  }

  @Test
  void anEventThatComesTwiceHasItsEffectAndItsNewsOnce() throws Exception {
    at(Part.INVENTORY).receive(ORDERED);
    at(Part.INVENTORY).receive(ORDERED);
    assertThat(reserved()).as("pieces gone for one order").isEqualTo(ORDER.quantity());
    assertThat(says(Part.INVENTORY)).containsExactly("reserved");
  }

  @Test
  void anEventThatIsNoConcernOfTheServiceDoesNothing() throws Exception {
    at(Part.INVENTORY).receive(ORDERED.next("reserved"));
    at(Part.INVENTORY).receive(ORDERED.next("shipped"));
    assertThat(reserved()).isZero();
    assertThat(says(Part.INVENTORY)).isEmpty();
  }

  @Test
  void aRefusalIsSaidOnceEvenWhenTheStockIsBackMeanwhile() throws Exception {
    stock(0);
    at(Part.INVENTORY).receive(ORDERED);
    stock(1_000);
    at(Part.INVENTORY).receive(ORDERED); // the shop died before it acknowledged the first one
    assertThat(reserved()).as("pieces gone for a refused order").isZero();
    assertThat(says(Part.INVENTORY)).containsExactly("sold-out");
  }

  @Test
  void aCancellationThatComesFirstIsRemembered() throws Exception {
    at(Part.INVENTORY).receive(NO_TRUCK);
    assertThat(says(Part.INVENTORY)).as("nothing to release").isEmpty();
    at(Part.INVENTORY).receive(ORDERED);
    at(Part.INVENTORY).receive(ORDERED);
    assertThat(reserved()).as("pieces gone for a cancelled order").isZero();
    assertThat(says(Part.INVENTORY)).as("the order comes to its end").containsExactly("sold-out");
  }

  @Test
  void whatWasReservedIsReleasedOnce() throws Exception {
    at(Part.INVENTORY).receive(ORDERED);
    at(Part.INVENTORY).receive(NO_TRUCK);
    at(Part.INVENTORY).receive(NO_TRUCK);
    assertThat(reserved()).isZero();
    assertThat(says(Part.INVENTORY)).containsExactly("reserved", "released");
  }

  @Test
  void anEventAfterTooManyHopsIsRefused() throws Exception {
    int most = ChoreographedOrders.Settings.ALL.mostHops();
    at(Part.INVENTORY).receive(new Event(4, ORDER, Event.ORDERED, most - 1));
    assertThat(says(Part.INVENTORY)).containsExactly("reserved");
    at(Part.INVENTORY).receive(new Event(5, ORDER, Event.ORDERED, most));
    assertThat(says(Part.INVENTORY)).containsExactly("reserved", "sold-out");
    at(Part.ORDERS).receive(new Event(5, ORDER, "shipped", most + 2));
    assertThat(says(Part.ORDERS)).as("what is shipped is confirmed").containsExactly("confirmed");
  }

  @Test
  void whoCannotPayBeginsNothing() throws Exception {
    Order dear = new Order(2, 1, 1, 1, Long.MAX_VALUE / 2);
    assertThatThrownBy(() -> at(Part.ORDERS).begin(dear)).isInstanceOf(Refused.class);
    assertThat(says(Part.ORDERS)).isEmpty();
    at(Part.ORDERS).begin(ORDER);
    assertThat(says(Part.ORDERS)).containsExactly(Event.ORDERED);
  }

  @Test
  void aPoisonedEventBecomesADeadLetter() throws Exception {
    at(Part.SHIPMENT).setAside(ORDERED, "poison");
    assertThat(databases.at(Part.SHIPMENT, DeadLetters::all))
        .extracting(DeadLetters.Letter::why)
        .containsExactly("poison");
  }

  /** With one more step; and one order that its last step refuses. */
  @Test
  void anotherFlowEndsToo() throws Exception {
    try (ChoreographedOrders orders =
        new ChoreographedOrders(
            databases.endpoints(),
            ChoreographedOrders.Settings.ALL.with(Flow.PACKED),
            Progress.UNWATCHED)) {
      assertThat(orders.place(Buyers.SENSIBLE.order(1))).isTrue();
      assertThat(orders.place(Buyers.ORDINARY.order(7))).isFalse();
    }
    assertThat(databases.invariant().check().violations()).isEmpty();
  }
}
