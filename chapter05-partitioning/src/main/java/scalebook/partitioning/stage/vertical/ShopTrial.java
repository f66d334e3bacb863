package scalebook.partitioning.stage.vertical;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.vertical.MovingOrders;
import scalebook.partitioning.vertical.OneSchema;
import scalebook.partitioning.vertical.OrphanAudit;
import scalebook.partitioning.vertical.Purchase;
import scalebook.partitioning.vertical.ReadModel;
import scalebook.partitioning.vertical.Services;
import scalebook.partitioning.vertical.Services.Databases;
import scalebook.partitioning.vertical.Shop;

/** The same shop in one schema and as services: what is asked of both, and what befalls both. */
public final class ShopTrial {
  static final int CUSTOMERS = 20;
  public static final int PAGE = 10;
  private static final int PIECES = 1_000_000;
  private static final String[] CITIES = {"Bern", "Kyiv", "Lima", "Oslo"};

  private final DataSource shop;
  private final Databases databases;
  private boolean mortal;
  private final OneSchema whole;
  private final Services batched;
  private final Services naive;
  private int orders;
  private int sold;

  /** A client that is gone. */
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param all the shop's one schema, then the databases of customers, orders, stock and reports
   */
  public ShopTrial(List<DataSource> all, boolean batches, boolean follows) {
    shop = all.get(0);
    ReadModel reports = new ReadModel(all.get(4), all.get(2), all.get(1), follows);
    databases = new Databases(all.get(1), all.get(2), all.get(3), reports);
    whole = new OneSchema(shop, this::at);
    batched = new Services(databases, batches, this::at);
    naive = new Services(databases, false, Crash.NEVER);
  }

  private void at(String place) {
    if (mortal) {
      throw new Died();
    }
  }

  public void fill(int count) throws SQLException {
    orders = count;
    sold = count;
    for (Shop each : List.of(whole, batched)) {
      each.create();
      each.stock(1, PIECES);
      for (int id = 1; id <= CUSTOMERS; id++) {
        each.customer(id, "customer" + id, CITIES[id % CITIES.length]);
      }
      each.fill(LongStream.rangeClosed(1, count).mapToObj(MigrationTrial::order).toList());
    }
    databases.reports().follow();
  }

  public MigrationTrial.Outcome migrate(MovingOrders.Care care) throws Exception {
    return new MigrationTrial(shop, databases.orders(), orders, care).run();
  }

  /** How many of these questions the two answer differently; new orders come in between. */
  public int differences(int questions) throws SQLException {
    Random random = new Random(7);
    int different = 0;
    for (int i = 0; i < questions; i++) {
      if (i % 10 == 9) {
        Purchase next = MigrationTrial.order(++orders);
        whole.place(next);
        batched.place(next);
        databases.reports().follow();
        different += whole.report().equals(batched.report()) ? 0 : 1;
      } else {
        long from = 1 + random.nextInt(orders);
        different += whole.page(from, PAGE).equals(batched.page(from, PAGE)) ? 0 : 1;
      }
    }
    return different;
  }

  public long naiveQueries() throws SQLException {
    return queries(naive);
  }

  public long batchedQueries() throws SQLException {
    return queries(batched);
  }

  private static long queries(Services services) throws SQLException {
    long before = services.queries();
    services.page(1, PAGE);
    return services.queries() - before;
  }

  /** Clients die between stock and order: pieces that are in no order, in one schema and in two. */
  public long[] halfDone(int clients) throws SQLException {
    mortal = true;
    for (Shop each : List.of(whole, batched)) {
      for (int i = 1; i <= clients; i++) {
        try {
          each.place(MigrationTrial.order(orders + i));
        } catch (Died inBetween) {
          continue;
        }
      }
    }
    mortal = false;
    int before = PIECES + sold;
    return new long[] {whole.piecesWithoutOrder(before), batched.piecesWithoutOrder(before)};
  }

  /** Orders whose customer is gone, and what the audit says. */
  public record Orphans(boolean refused, Set<Long> all, Set<Long> found) {}

  /** A customer is removed; another one registers and buys while the audit is reading. */
  public Orphans orphans(boolean ordersFirst) throws SQLException {
    int leaver = MigrationTrial.order(1).customer();
    boolean refused = false;
    try {
      whole.removeCustomer(leaver);
    } catch (SQLIntegrityConstraintViolationException foreignKey) {
      refused = true;
    }
    batched.removeCustomer(leaver);
    Set<Long> all = new HashSet<>();
    for (long id = 1; id <= orders; id++) {
      if (MigrationTrial.order(id).customer() == leaver) {
        all.add(id);
      }
    }
    Crash newcomer = Crash.when("between-reads", this::registerAndBuy);
    OrphanAudit audit =
        new OrphanAudit(databases.orders(), databases.customers(), ordersFirst, newcomer);
    return new Orphans(refused, all, audit.orphans());
  }

  private void registerAndBuy() {
    try {
      batched.customer(CUSTOMERS + 1, "newcomer", CITIES[0]);
      batched.place(new Purchase(++orders, CUSTOMERS + 1, 1, 100));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
