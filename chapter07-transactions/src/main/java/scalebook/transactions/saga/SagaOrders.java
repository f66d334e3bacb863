package scalebook.transactions.saga;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import scalebook.engines.Endpoints;
import scalebook.transactions.shop.Effect;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;

/** An order is a saga: take the money, reserve, ship, confirm. */
public final class SagaOrders implements Orders {
  private static final int CONNECTIONS = 8;
  private static final long PATIENCE_MILLIS = 4_000;
  private static final int LOCKS = 64;
  private static final Effect NOTHING = (connection, order) -> {};

  /** What is on the truck is not called back: after "ship" a saga only goes forward. */
  static final int PIVOT = 2;

  private final Pools pools;
  private final Orchestrator orchestrator;
  private final Settings settings;
  private final List<ReentrantLock> items =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  /**
   * What it does, and could leave out.
   *
   * @param compensates the steps before one that was refused
   * @param resumes sagas whose orchestrator died
   * @param releases its locks after each step; or else keeps one on the item until the saga's end
   */
  public record Settings(
      Orchestrator.Limits limits,
      LocalStep.Memory memory,
      boolean compensates,
      boolean resumes,
      boolean releases) {
    public static final Settings ALL =
        new Settings(Orchestrator.Limits.DEFAULT, LocalStep.Memory.TOMBSTONES, true, true, true);
  }

  public SagaOrders(Endpoints endpoints, Settings settings, Progress progress) {
    this.settings = settings;
    pools = new Pools(endpoints, part -> CONNECTIONS);
    orchestrator =
        new Orchestrator(
            pools.to(Part.ORDERS), steps(pools, settings), PIVOT, settings.limits, progress);
    if (settings.resumes) {
      orchestrator.start();
    }
  }

  /** Over these databases. */
  public static List<Step> steps(Pools pools, Settings settings) {
    return List.of(
        step("pay", pools, Part.ORDERS, SagaOrders::pay, Part.ORDERS::undo, settings),
        step("reserve", pools, Part.INVENTORY, Part.INVENTORY::act, Part.INVENTORY::undo, settings),
        step("ship", pools, Part.SHIPMENT, Part.SHIPMENT::act, Part.SHIPMENT::undo, settings),
        step("confirm", pools, Part.ORDERS, Part::confirm, NOTHING, settings));
  }

  private static Step step(
      String name, Pools pools, Part part, Effect act, Effect undo, Settings settings) {
    return new LocalStep(
        name, pools.to(part), act, settings.compensates ? undo : NOTHING, settings.memory);
  }

  private static void pay(Connection connection, Order order) throws SQLException {
    Part.act(connection, order, Part.PENDING);
  }

  /** An exception when it goes on without the caller. */
  @Override
  public boolean place(Order order) throws Exception {
    ReentrantLock item = items.get(order.item() % LOCKS);
    if (settings.releases) {
      return run(order);
    }
    item.lock();
    try {
      return run(order);
    } finally {
      item.unlock();
    }
  }

  private boolean run(Order order) throws SQLException {
    Saga.State end =
        orchestrator
            .run(order, PATIENCE_MILLIS)
            .filter(state -> state != Saga.State.PARKED)
            .orElseThrow(() -> new IllegalStateException("order " + order.id() + " goes on"));
    return end == Saga.State.COMPLETED;
  }

  @Override
  public boolean settled() throws SQLException {
    return orchestrator.unfinished() == 0;
  }

  @Override
  public void close() {
    orchestrator.close();
    pools.close();
  }
}
