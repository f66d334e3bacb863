package scalebook.transactions.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static scalebook.transactions.isolation.Countermeasures.NEVER;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.transactions.isolation.Countermeasures.Update;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.stage.ShopDatabases;

@Timeout(60)
@ExtendWith(WithLab.class)
class CheckoutTest {
  static final Wallets.Call REFUSES =
      order -> {
        throw new Refused("no truck");
      };
  private static final Wallets.Call SHIPS = order -> {};
  private static final Order SMALL = new Order(1, 3, 0, 1, 100);
  private static final Order LARGE = new Order(2, 3, 0, 5, 500);
  private final Lab lab;

  CheckoutTest(Lab lab) {
    this.lab = lab;
  }

  @Test
  void everyOrderIsPaidOnceOrNotAtAll() throws Exception {
    for (int strictFrom : new int[] {LARGE.quantity(), LARGE.quantity() + 1, NEVER}) {
      Countermeasures how = new Countermeasures(true, Update.COMMUTATIVE, true, strictFrom);
      try (ShopDatabases databases = ShopDatabases.open(lab);
          HikariDataSource pool = databases.endpoints().pool(Part.ORDERS.database(), 4)) {
        Wallets wallets = new Wallets(pool, how, Progress.UNWATCHED);
        Wallets.Call lost =
            order -> {
              throw new SQLException("no answer");
            };
        assertThat(new Checkout(wallets, how, wallets::pay, SHIPS).place(SMALL)).isTrue();
        assertThat(new Checkout(wallets, how, wallets::pay, SHIPS).place(LARGE)).isTrue();
        Order third = new Order(3, 3, 0, 5, 500);
        assertThat(new Checkout(wallets, how, wallets::pay, REFUSES).place(third)).isFalse();
        Order fourth = new Order(4, 3, 0, 1, 100);
        assertThat(new Checkout(wallets, how, lost, SHIPS).place(fourth)).isFalse();
        assertThat(wallets.statement(3)).containsExactly(1L, 2L);
        assertThat(databases.number(Part.ORDERS, "SELECT SUM(initial) - SUM(cents) FROM wallets"))
            .isEqualTo(600);
      }
    }
  }

  @Test
  void onlyAStrictOrderCallsShipmentBeforeItsPaymentIsSeen() throws Exception {
    Countermeasures how = new Countermeasures(false, Update.COMMUTATIVE, true, LARGE.quantity());
    try (ShopDatabases databases = ShopDatabases.open(lab);
        HikariDataSource pool = databases.endpoints().pool(Part.ORDERS.database(), 4)) {
      Wallets wallets = new Wallets(pool, how, Progress.UNWATCHED);
      Wallets.Call looks =
          order -> {
            boolean seen = wallets.statement(order.customer()).contains(order.id());
            assertThat(seen).as("order %d, seen by others", order.id()).isEqualTo(order == SMALL);
          };
      new Checkout(wallets, how, wallets::pay, looks).place(SMALL);
      new Checkout(wallets, how, wallets::pay, looks).place(LARGE);
    }
  }
}
