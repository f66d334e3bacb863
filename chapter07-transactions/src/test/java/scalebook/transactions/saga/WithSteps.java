package scalebook.transactions.saga;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Endpoints;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.ShopDatabases;

/** Three databases without wires, and the steps of an order over them. */
@Timeout(60)
@ExtendWith(WithLab.class)
abstract class WithSteps {
  static final Order ORDER = Buyers.SENSIBLE.order(1);

  private final Lab lab;
  ShopDatabases databases;
  Pools pools;

  WithSteps(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws SQLException {
    databases = ShopDatabases.open(lab);
    Endpoints endpoints = new Endpoints(); // without a wire: thousands of messages
    for (Part part : Part.values()) {
      endpoints.add(part.database(), databases.server(part));
      durable(part, false);
    }
    pools = new Pools(endpoints, part -> 16);
  }

  @AfterEach
  void close() throws SQLException {
    pools.close();
    for (Part part : Part.values()) {
      durable(part, true);
    }
    databases.close();
  }

  /** No server dies in these tests, and thousands of forces take long. */
  private void durable(Part part, boolean on) throws SQLException {
    databases.at(
        part,
        connection ->
            Sql.change(connection, "SET GLOBAL innodb_flush_log_at_trx_commit = " + (on ? 1 : 0)));
  }

  List<Step> steps() {
    return SagaOrders.steps(pools, SagaOrders.Settings.ALL);
  }

  Orchestrator orchestrator(List<Step> steps, Orchestrator.Limits limits) {
    return new Orchestrator(
        pools.to(Part.ORDERS), steps, SagaOrders.PIVOT, limits, Progress.UNWATCHED);
  }
}
