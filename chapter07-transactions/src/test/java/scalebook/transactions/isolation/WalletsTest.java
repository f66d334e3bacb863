package scalebook.transactions.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scalebook.transactions.isolation.Countermeasures.NEVER;
import static scalebook.transactions.isolation.Countermeasures.NONE;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
class WalletsTest {
  private static final Order ONE = new Order(1, 3, 0, 1, 100);
  private static final Order TWO = new Order(2, 3, 0, 1, 100);
  private final Lab lab;
  private ShopDatabases databases;
  private HikariDataSource pool;

  WalletsTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws Exception {
    databases = ShopDatabases.open(lab);
    pool = databases.endpoints().pool(Part.ORDERS.database(), 4);
  }

  @AfterEach
  void close() {
    pool.close();
    databases.close();
  }

  private Wallets wallets(Countermeasures how) {
    return new Wallets(pool, how, Progress.UNWATCHED);
  }

  private long spent() throws SQLException {
    return databases.number(
        Part.ORDERS, "SELECT initial - cents FROM wallets WHERE customer = " + ONE.customer());
  }

  /** The second payment comes between the first one's read and its write. */
  private List<Long> overtaken(Update update) throws SQLException {
    List<Order> others = new ArrayList<>(List.of(TWO));
    Progress between =
        place -> {
          if (!others.isEmpty()) {
            pay(others.remove(0), update);
          }
        };
    new Wallets(pool, NONE.with(update), between).pay(ONE);
    return wallets(NONE).statement(ONE.customer());
  }

  private void pay(Order order, Update update) {
    try {
      wallets(NONE.with(update)).pay(order);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOverwriteLosesWhatCameBetween() throws Exception {
    assertThat(overtaken(Update.OVERWRITE)).containsExactly(1L);
    assertThat(spent()).isEqualTo(100);
  }

  @Test
  void aVersionCheckReadsAgain() throws Exception {
    assertThat(overtaken(Update.VERSION)).containsExactly(2L, 1L);
    assertThat(spent()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aRefundIsAPaymentBackwards(Update update) throws Exception {
    for (boolean pending : new boolean[] {false, true}) {
      Wallets wallets = wallets(new Countermeasures(pending, update, true, NEVER));
      wallets.pay(ONE);
      wallets.pay(TWO);
      wallets.refund(ONE);
      wallets.confirm(TWO);
      assertThat(wallets.statement(ONE.customer())).containsExactly(2L);
      assertThat(spent()).isEqualTo(100);
      databases.fill();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyARereadingRefundGivesBackOnlyWhatWasPaid(Update update) throws Exception {
    wallets(new Countermeasures(false, update, true, NEVER)).refund(ONE);
    assertThat(spent()).as("refunded after rereading, and never paid").isZero();
    wallets(NONE.with(update)).refund(ONE);
    assertThat(spent()).as("refunded, and never paid").isEqualTo(-100);
  }

  @Test
  void aPendingPaymentIsNotOnTheStatement() throws Exception {
    Wallets wallets = wallets(new Countermeasures(true, Update.COMMUTATIVE, false, NEVER));
    wallets.pay(ONE);
    assertThat(wallets.statement(ONE.customer())).isEmpty();
    assertThat(spent()).as("and yet the money cannot be spent twice").isEqualTo(100);
    wallets.confirm(ONE);
    assertThat(wallets.statement(ONE.customer())).containsExactly(1L);
  }

  @Test
  void aStrictOrderIsSeenAfterItsEndOnly() throws Exception {
    Wallets wallets = wallets(NONE);
    List<Long> seen = new ArrayList<>();
    wallets.payLocked(ONE, order -> seen.addAll(wallets.statement(order.customer())));
    assertThat(seen).as("seen while the other database was asked").isEmpty();
    assertThat(wallets.statement(ONE.customer())).containsExactly(1L);
    assertThatThrownBy(() -> wallets.payLocked(TWO, CheckoutTest.REFUSES))
        .isInstanceOf(Refused.class);
    assertThat(spent()).isEqualTo(100);
  }
}
