package scalebook.transactions.stage.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import scalebook.engines.MySql;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Load;
import scalebook.transactions.aggregate.Basket;
import scalebook.transactions.aggregate.Baskets;

/** Buyers write orders, and the database is killed just before a write. */
public record HalfOrders(MySql database, int orders) {
  private static final int CALLERS = 4;

  /** How many are there, and how many of them not as they were written. */
  public record Found(long there, long half) {}

  public Found killed(Baskets baskets) throws SQLException, InterruptedException {
    try (Connection connection = database.connect()) {
      baskets.create(connection);
    }
    Crash crash = Crash.when("before-write#" + orders / 2, database::kill);
    try (Load load =
        Load.closed(
            CALLERS,
            orders,
            number -> {
              try (Connection connection = database.connect()) {
                baskets.put(connection, Basket.of(number), crash::at);
              }
            })) {
      load.await();
    }
    boolean killed = !database.alive();
    database.start();
    if (!killed) {
      throw new IllegalStateException("nobody killed the database");
    }
    return found(baskets);
  }

  private Found found(Baskets baskets) throws SQLException {
    long there = 0;
    long half = 0;
    try (Connection connection = database.connect()) {
      for (long id = 0; id < orders; id++) {
        Optional<Basket> basket = baskets.get(connection, id);
        there += basket.isPresent() ? 1 : 0;
        half += basket.isPresent() && !basket.get().equals(Basket.of(id)) ? 1 : 0;
      }
    }
    return new Found(there, half);
  }
}
