package scalebook.transactions.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;

/** A history of orders, over three databases that are right or wrong. */
@Timeout(60)
@ExtendWith(WithLab.class)
class PromisesTest {
  private final Lab lab;

  PromisesTest(Lab lab) {
    this.lab = lab;
  }

  private static void place(ShopDatabases databases, Order order, Part... parts) throws Exception {
    for (Part part : parts) {
      databases.at(
          part,
          connection -> {
            part.act(connection, order);
            return null;
          });
    }
  }

  @Test
  void aRightHistoryIsNotAccused() throws Exception {
    try (ShopDatabases databases = ShopDatabases.open(lab)) {
      Promises promises = new Promises();
      for (long id = 1; id <= 4; id++) {
        promises.asked(id);
      }
      promises.answered(1, true);
      place(databases, Buyers.SENSIBLE.order(1), Part.values());
      promises.answered(2, false);
      promises.unanswered(3); // nobody knows: it is there
      place(databases, Buyers.SENSIBLE.order(3), Part.values());
      promises.unanswered(4); // and this one is not
      promises.look(databases);
      assertThat(promises.violations()).isEmpty();
      assertThat(promises).hasToString("1 acknowledged, 1 refused, 2 unknown; 0 violations");
    }
  }

  @Test
  void eachWrongIsFound() throws Exception {
    try (ShopDatabases databases = ShopDatabases.open(lab)) {
      Promises promises = new Promises();
      for (long id = 1; id <= 4; id++) {
        promises.asked(id);
      }
      promises.answered(1, true); // lost
      promises.answered(2, false);
      place(databases, Buyers.SENSIBLE.order(2), Part.ORDERS); // half done after a refusal
      promises.unanswered(3);
      place(databases, Buyers.SENSIBLE.order(3), Part.SHIPMENT); // half done, answer unknown
      promises.answered(4, true);
      place(databases, Buyers.SENSIBLE.order(4), Part.values());
      promises.look(databases);
      assertThat(promises.violations()).hasSize(3);
      databases.at(Part.ORDERS, db -> Sql.change(db, "DELETE FROM orders WHERE id = 4"));
      promises.look(databases);
      assertThat(promises.violations()).as("what was seen is gone").hasSize(4);
    }
  }
}
