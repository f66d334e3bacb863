package scalebook.transactions.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;

@Timeout(60)
@ExtendWith(WithLab.class)
class InvariantTest {
  @Test
  void theInvariantSeesEveryKindOfHalfOrder(Lab lab) throws Exception {
    try (ShopDatabases databases = ShopDatabases.open(lab)) {
      Faults faults = new Faults(lab, databases, Protocol.NAIVE).with(Buyers.SENSIBLE);
      List<Aftermath> all = faults.halts(List.of("after-orders#5", "after-inventory#5"));
      assertThat(all).allMatch(one -> !one.finding().orElseThrow().holds());
      assertThat(all.get(1).finding().orElseThrow().violations())
          .anyMatch(v -> v.contains("shipment has null"));
    }
  }

  /** No key on the order hides it: it is the protocols' work that nothing happens twice. */
  @Test
  void theInvariantSeesAnEffectThatHappenedTwice(Lab lab) throws Exception {
    try (ShopDatabases databases = ShopDatabases.open(lab)) {
      Order order = Buyers.SENSIBLE.order(1);
      for (Part part : List.of(Part.ORDERS, Part.INVENTORY, Part.SHIPMENT, Part.SHIPMENT)) {
        databases.at(
            part,
            connection -> {
              part.act(connection, order);
              return null;
            });
      }
      assertThat(databases.invariant().check().violations())
          .containsExactly("order 1: shipment has " + 2 * order.quantity());
    }
  }
}
