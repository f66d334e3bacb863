package scalebook.partitioning.vertical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.vertical.Shop.Line;

/** The tables of all services lie in one database here: what matters is who asks which. */
@ExtendWith(WithLab.class)
class ServicesTest {
  private static final List<Purchase> ORDERS =
      List.of(new Purchase(1, 1, 1, 100), new Purchase(2, 2, 1, 50), new Purchase(3, 1, 1, 7));

  private ReadModel reports;

  private Services services(MySql database, boolean batches, boolean follows) throws SQLException {
    DataSource all = database.dataSource();
    reports = new ReadModel(all, all, all, follows);
    Services services =
        new Services(new Services.Databases(all, all, all, reports), batches, Crash.NEVER);
    services.create();
    fill(services);
    return services;
  }

  private static void fill(Shop shop) throws SQLException {
    shop.customer(1, "ben", "Bern");
    shop.customer(2, "cleo", "Oslo");
    shop.stock(1, 2);
    shop.fill(ORDERS);
  }

  @Test
  void aPageIsJoinedInTwoQueriesOrInOneMoreForEachOrder(MySql database) throws Exception {
    List<Line> page = List.of(new Line(2, "cleo", 50), new Line(3, "ben", 7));
    Services batched = services(database, true, true);
    assertThat(batched.page(2, 10)).isEqualTo(page);
    assertThat(batched.queries()).isEqualTo(2);
    Services naive = services(database, false, true);
    assertThat(naive.page(2, 10)).isEqualTo(page);
    assertThat(naive.queries()).isEqualTo(3);
    assertThat(batched.page(4, 10)).as("past the end").isEmpty();
    assertThat(batched.queries()).as("nobody to ask for").isEqualTo(3);
  }

  @Test
  void aReportFollowsOrStandsStill(MySql database) throws Exception {
    for (boolean follows : new boolean[] {true, false}) {
      Services services = services(database, true, follows);
      reports.follow();
      assertThat(services.report()).isEqualTo(Map.of("Bern", 107L, "Oslo", 50L));
      services.place(new Purchase(4, 2, 1, 5));
      reports.follow();
      assertThat(services.report()).containsEntry("Oslo", follows ? 55L : 50L);
    }
  }

  @Test
  void theStockEnds(MySql database) throws Exception {
    Services services = services(database, true, true);
    assertThat(services.place(new Purchase(4, 2, 1, 5))).isTrue();
    assertThat(services.place(new Purchase(5, 2, 1, 5))).isTrue();
    assertThat(services.place(new Purchase(6, 2, 1, 5))).as("two pieces").isFalse();
    assertThat(services.piecesWithoutOrder(2 + ORDERS.size())).isZero();
  }

  @Test
  void anAuditFindsWhatAForeignKeyRefuses(MySql database) throws Exception {
    Services services = services(database, true, true);
    services.removeCustomer(2);
    DataSource all = database.dataSource();
    for (boolean ordersFirst : new boolean[] {true, false}) {
      int id = ordersFirst ? 10 : 11;
      Crash newcomer = Crash.when("between-reads", () -> buy(services, id));
      OrphanAudit audit = new OrphanAudit(all, all, ordersFirst, newcomer);
      assertThat(audit.orphans().contains((long) id)).as("a false alarm").isEqualTo(!ordersFirst);
      assertThat(audit.orphans()).containsExactly(2L);
    }
  }

  private static void buy(Services services, int id) {
    try {
      services.customer(id, "new", "Lima");
      services.place(new Purchase(id, id, 1, 1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneSchemaRefusesOrphansAndHalves(MySql next) throws Exception {
    OneSchema shop = new OneSchema(next.dataSource(), Crash.when("after-stock", () -> die()));
    shop.create();
    fill(shop);
    assertThatThrownBy(() -> shop.removeCustomer(2))
        .isInstanceOf(SQLIntegrityConstraintViolationException.class);
    assertThatThrownBy(() -> shop.place(new Purchase(4, 2, 1, 5)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(shop.piecesWithoutOrder(2 + ORDERS.size())).as("rolled back").isZero();
    assertThat(shop.page(1, 2)).containsExactly(new Line(1, "ben", 100), new Line(2, "cleo", 50));
    assertThat(shop.report()).isEqualTo(Map.of("Bern", 107L, "Oslo", 50L));
  }

  private static void die() {
    throw new IllegalStateException("the client is gone");
  }
}
