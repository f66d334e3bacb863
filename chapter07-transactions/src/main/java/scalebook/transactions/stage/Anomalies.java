package scalebook.transactions.stage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import scalebook.engines.Sql;
import scalebook.lab.history.Appends;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;
import scalebook.lab.history.Violation;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.transactions.isolation.Checkout;
import scalebook.transactions.isolation.Countermeasures;
import scalebook.transactions.isolation.Wallets;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;

/**
 * Many sagas on few accounts, and readers of their statements: a history, judged afterwards. Each
 * order is a list of its own, to which it is appended once; a refused one must never be seen, and a
 * placed one must stay.
 */
public final class Anomalies {
  public static final int LARGE = 5; // pieces
  private static final int CUSTOMERS = 2;
  private static final int READERS = 2;
  private static final int CALLERS = 8;
  private static final int CONNECTIONS = 12;
  private static final int WARM_UP = 20; // orders
  private static final int REFUSED = 5; // one order in so many
  private static final int LOST = 7;
  private static final long THINK_NANOS = 3_000_000;
  private static final Duration AWAY = Duration.ofMillis(2);

  private static final long MOST_SEEN_NANOS = 1_000_000_000;

  private final AtomicIntegerArray looks = new AtomicIntegerArray(CUSTOMERS); // that ended
  private final ShopDatabases databases;
  private final Story story;
  private final Story.Table table;
  private final Map<String, Double> bars = new LinkedHashMap<>();
  private int count = WARM_UP;

  public Anomalies(ShopDatabases databases, Story story, int count) throws Exception {
    this.databases = databases;
    this.story = story;
    with(Countermeasures.NONE);
    this.count = count;
    table =
        story.table(
            "countermeasure", "dirty reads", "of large", "lost updates", "false cents", "orders/s");
  }

  /**
   * What the history shows.
   *
   * @param dirtyReads refused orders that some reader saw
   * @param dirtyLarge the large ones of them
   * @param lostUpdates placed orders that are not on the statement any more
   * @param falseCents money that was given back and never paid
   */
  public record Found(
      List<Violation> violations,
      long dirtyReads,
      long dirtyLarge,
      long lostUpdates,
      long falseCents,
      double perSecond) {
    public boolean none() {
      return dirtyReads + lostUpdates + falseCents == 0;
    }
  }

  /** One way, as a row of the table. */
  public Found row(String way, Countermeasures how) throws Exception {
    Found found = with(how);
    table.row(
        way,
        found.dirtyReads,
        found.dirtyLarge,
        found.lostUpdates,
        found.falseCents,
        found.perSecond);
    story.figure("perSecond." + way.replaceAll("\\W+", "-"), found.perSecond);
    bars.put(way, (double) found.dirtyReads + found.lostUpdates);
    return found;
  }

  /** The figures without a countermeasure, a chart of all, and the checker's first finding. */
  public void tell(Found none) {
    story.figure("dirtyReads", none.dirtyReads);
    story.figure("lostUpdates", none.lostUpdates);
    story.figure("falseCents", none.falseCents);
    story.bars("Dirty reads and lost updates", "countermeasure", "orders", bars);
    none.violations.stream()
        .limit(1)
        .flatMap(found -> found.toString().lines())
        .forEach(line -> story.note("%s", line));
  }

  private Found with(Countermeasures how) throws Exception {
    databases.fill();
    databases.wire(Part.SHIPMENT).delay(AWAY);
    try (HikariDataSource paying = databases.endpoints().pool(Part.ORDERS.database(), CONNECTIONS);
        HikariDataSource shipping = databases.endpoints().pool(Part.SHIPMENT.database(), CALLERS)) {
      Wallets wallets = new Wallets(paying, how, at -> LockSupport.parkNanos(THINK_NANOS));
      Checkout checkout =
          new Checkout(wallets, how, order -> pay(wallets, order), order -> ship(shipping, order));
      return judge(wallets, checkout);
    } finally {
      databases.wire(Part.SHIPMENT).heal();
    }
  }

  /** Same orders every time: one in five is refused by shipment, half of these are large. */
  private static Order order(long id) {
    int quantity = id / REFUSED % 2 == 0 ? LARGE + 1 : 1;
    return new Order(id, (int) (id % CUSTOMERS), 0, quantity, 100L * quantity);
  }

  /** One call in seven never arrives. */
  private static void pay(Wallets wallets, Order order) throws SQLException {
    if (order.id() % LOST == LOST - 1) {
      throw new SQLException("no answer");
    }
    wallets.pay(order);
  }

  private void ship(HikariDataSource shipment, Order order) throws SQLException {
    Sql.with(
        shipment,
        connection -> {
          if (order.id() % REFUSED == 0) {
            Sql.number(connection, "SELECT COUNT(*) FROM shipments");
            awaitLooks(order.customer());
            throw new Refused("no truck goes there");
          }
          Part.SHIPMENT.act(connection, order);
          return null;
        });
  }

  /** A refusal takes until a reader has looked meanwhile, on a machine however busy. */
  private void awaitLooks(int customer) {
    int enough = looks.get(customer) + READERS + 1; // the last of them began after the payment
    long end = System.nanoTime() + MOST_SEEN_NANOS;
    while (looks.get(customer) < enough && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(100_000);
    }
  }

  private Found judge(Wallets wallets, Checkout checkout) throws Exception {
    History history = new History();
    Set<Order> asked = ConcurrentHashMap.newKeySet();
    double perSecond;
    try (Load readers =
            Load.closed(READERS, Long.MAX_VALUE, n -> look(wallets, history, asked, n));
        Load buyers = Load.closed(CALLERS, count, n -> place(checkout, history, asked, n + 1))) {
      perSecond = buyers.await().acknowledgedCount() / buyers.seconds();
      readers.stop();
    }
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      look(wallets, history, asked, customer); // the auditor, when nothing is under way
    }
    List<Violation> violations = Appends.check(history.operations());
    Map<String, Operation> orders =
        history.operations().stream()
            .filter(one -> !one.isRead())
            .collect(Collectors.toMap(Operation::key, one -> one));
    Set<String> large =
        asked.stream()
            .filter(one -> one.quantity() >= LARGE)
            .map(one -> key(one.id()))
            .collect(Collectors.toSet());
    List<Operation> wrong =
        violations.stream().map(one -> orders.get(one.operations().get(0).key())).toList();
    List<Operation> dirty =
        wrong.stream().filter(one -> one.outcome() == Operation.Outcome.REFUSED).toList();
    return new Found(
        violations,
        dirty.size(),
        dirty.stream().filter(one -> large.contains(one.key())).count(),
        wrong.stream().filter(Operation::isOk).count(),
        falseCents(asked),
        perSecond);
  }

  private static String key(long order) {
    return "order " + order;
  }

  private static void place(Checkout checkout, History history, Set<Order> asked, long id)
      throws SQLException {
    Order order = order(id);
    History.Pending pending = history.append("buyer", "shop", key(id), "" + id);
    asked.add(order);
    try {
      if (checkout.place(order)) {
        pending.ok();
      } else {
        pending.refused();
      }
    } catch (SQLException nobodyKnows) {
      pending.unknown();
      throw nobodyKnows;
    }
  }

  private void look(Wallets wallets, History history, Set<Order> asked, long number)
      throws SQLException {
    int customer = (int) (number % CUSTOMERS);
    Map<Long, History.Pending> reads = new ConcurrentHashMap<>();
    asked.stream()
        .filter(one -> one.customer() == customer)
        .forEach(one -> reads.put(one.id(), history.read("reader", "orders", key(one.id()))));
    List<Long> statement = wallets.statement(customer);
    looks.incrementAndGet(customer);
    reads.forEach((id, read) -> read.ok(statement.contains(id) ? List.of("" + id) : List.of()));
  }

  /** What the accounts have more than their statements explain, pending payments included. */
  private long falseCents(Set<Order> asked) throws SQLException {
    String text =
        databases
            .query(Part.ORDERS, row -> row.getString(1), "SELECT statement FROM wallets")
            .toString();
    long paid =
        asked.stream()
            .filter(
                one -> text.contains("[" + one.id() + "]") || text.contains("[" + one.id() + "?]"))
            .mapToLong(Order::cents)
            .sum();
    return databases.number(Part.ORDERS, "SELECT SUM(cents) - SUM(initial) FROM wallets") + paid;
  }
}
