package scalebook.transactions.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.Thorough;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.shop.ShopDatabases;

@Timeout(60)
@ExtendWith(WithLab.class)
class SagaTest {
  private static final Orchestrator.Limits SHORT = new Orchestrator.Limits(300, 3, 6, 10);
  private static final int PIVOT = 2;
  private static final int MESSAGES = Thorough.either(10_000, 4_000);
  private static final Order ORDER = Buyers.SENSIBLE.order(1);

  private final Lab lab;
  private final List<HikariDataSource> pools = new ArrayList<>();
  private ShopDatabases databases;

  SagaTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws SQLException {
    databases = ShopDatabases.open(lab, ShopDatabases.Goods.PLENTY);
    for (Part part : Part.values()) {
      MySql server = databases.server(part); // without a wire: thousands of messages
      pools.add(MySql.pool(part.database(), server.url(), server.properties(), 8));
      durable(part, false);
    }
  }

  @AfterEach
  void close() throws SQLException {
    pools.forEach(HikariDataSource::close);
    for (Part part : Part.values()) {
      durable(part, true);
    }
    databases.close();
  }

  /** No server dies in these tests, and thousands of forces take long. */
  private void durable(Part part, boolean on) throws SQLException {
    try (Connection connection = databases.server(part).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = " + (on ? 1 : 0));
    }
  }

  private List<Step> steps() {
    return List.of(
        new LocalStep(
            "pay",
            pools.get(0),
            (connection, order) -> Part.act(connection, order, Part.PENDING),
            Part.ORDERS::undo),
        new LocalStep("reserve", pools.get(1), Part.INVENTORY::act, Part.INVENTORY::undo),
        new LocalStep("ship", pools.get(2), Part.SHIPMENT::act, Part.SHIPMENT::undo),
        new LocalStep(
            "confirm",
            pools.get(0),
            (connection, order) ->
                Part.change(
                    connection, "UPDATE orders SET state = 'CONFIRMED' WHERE id = ?", order.id()),
            (connection, order) -> {}));
  }

  private Orchestrator orchestrator(List<Step> steps, Orchestrator.Limits limits) {
    return new Orchestrator(pools.get(0), steps, PIVOT, limits, Crash.NEVER);
  }

  /** One step whose calls fail as often as told, before they have any effect or after it. */
  private static Step failing(Step step, AtomicInteger times, boolean done) {
    return new Step() {
      @Override
      public String name() {
        return step.name();
      }

      @Override
      public void act(Order order) throws SQLException, Refused {
        if (done) {
          step.act(order);
        }
        fail();
        step.act(order);
      }

      @Override
      public void compensate(Order order) throws SQLException {
        fail();
        step.compensate(order);
      }

      private void fail() throws SQLException {
        if (times.getAndDecrement() > 0) {
          throw new SQLException("does not answer");
        }
      }
    };
  }

  private List<Step> failing(int which, AtomicInteger times) {
    List<Step> steps = new ArrayList<>(steps());
    steps.set(which, failing(steps.get(which), times, false));
    return steps;
  }

  @Test
  void aFailedStepIsTriedAgain() throws Exception {
    try (Orchestrator orchestrator =
        orchestrator(failing(1, new AtomicInteger(2)), SHORT).start()) {
      assertThat(orchestrator.run(ORDER, 5_000)).isEqualTo(Orchestrator.Outcome.COMPLETED);
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  @Test
  void beforeThePivotASagaGivesUpAndGoesBack() throws Exception {
    try (Orchestrator orchestrator =
        orchestrator(failing(1, new AtomicInteger(4)), SHORT).start()) {
      assertThat(orchestrator.run(ORDER, 5_000)).isEqualTo(Orchestrator.Outcome.COMPENSATED);
      assertThat(databases.invariant().check().holds()).isTrue();
      assertThat(databases.invariant().check().orders()).isEmpty();
    }
  }

  @Test
  void whatMayBeOnTheTruckIsNotCalledBack() throws Exception {
    List<Step> steps = new ArrayList<>(steps());
    steps.set(PIVOT, failing(steps.get(PIVOT), new AtomicInteger(SHORT.giveUp() + 1), true));
    try (Orchestrator orchestrator = orchestrator(steps, SHORT).start()) {
      assertThat(orchestrator.run(ORDER, 5_000)).isEqualTo(Orchestrator.Outcome.COMPLETED);
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  @Test
  void afterThePivotItOnlyGoesForwardAndAHumanIsAskedInTheEnd() throws Exception {
    AtomicInteger times = new AtomicInteger(1_000);
    try (Orchestrator orchestrator = orchestrator(failing(3, times), SHORT).start()) {
      assertThat(orchestrator.run(ORDER, 10_000)).isEqualTo(Orchestrator.Outcome.PARKED);
      assertThat(note(1)).as("what the human reads").contains("RUNNING confirm", "does not answer");
      assertThat(databases.invariant().check().violations())
          .as("nobody pretends that a parked saga is well")
          .contains("order 1 is pending");
      times.set(0); // the human has mended it
      assertThat(orchestrator.unpark(1, true)).isTrue();
      await().atMost(Duration.ofSeconds(10)).until(() -> databases.invariant().check().holds());
      assertThat(databases.invariant().check().orders()).containsExactly(1L);
    }
  }

  private String note(long saga) throws SQLException {
    try (Connection connection = pools.get(0).getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT note FROM sagas WHERE id = " + saga)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The first orchestrator hangs in a call until a second one has taken over and gone back. */
  @Test
  void anOrchestratorThatWasOvertakenChangesNothingAnyMore() throws Exception {
    AtomicBoolean overtaken = new AtomicBoolean();
    List<Step> hanging = new ArrayList<>(steps());
    Step reserve = hanging.get(1);
    hanging.set(
        1,
        new Step() {
          @Override
          public String name() {
            return reserve.name();
          }

          @Override
          public void act(Order order) throws SQLException, Refused {
            reserve.act(order);
            await().atMost(Duration.ofSeconds(10)).untilTrue(overtaken); // before it writes that
          }

          @Override
          public void compensate(Order order) throws SQLException {
            reserve.compensate(order);
          }
        });
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (Orchestrator first = orchestrator(hanging, SHORT);
        Orchestrator second =
            orchestrator(failing(1, new AtomicInteger(3)), SHORT)) { // gives up: 3 times
      Future<Orchestrator.Outcome> outcome = one.submit(() -> first.run(ORDER, 10_000));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                second.resumeOnce();
                return second.resumed() > 0 && second.unfinished() == 0;
              });
      overtaken.set(true);
      assertThat(outcome.get()).isEqualTo(Orchestrator.Outcome.COMPENSATED);
      assertThat(databases.invariant().check().holds())
          .as("%s", databases.invariant().check())
          .isTrue();
      assertThat(databases.invariant().check().orders()).isEmpty();
    } finally {
      one.shutdownNow();
    }
  }

  /** What a network does to messages: twice, later, never answered. Seeded. */
  private static final class Network implements AutoCloseable {
    private final Random random;
    private final ConcurrentLinkedQueue<Message> late = new ConcurrentLinkedQueue<>();
    private final AtomicLong messages = new AtomicLong();

    /** A call on its way. */
    private interface Message {
      void arrive() throws SQLException, Refused;
    }

    Network(long seed) {
      this.random = new Random(seed);
    }

    private synchronized int dice() {
      return random.nextInt(100);
    }

    void carry(Message message) throws SQLException, Refused {
      messages.incrementAndGet();
      int fate = dice();
      if (fate < 15) {
        late.add(message); // arrives when it is no longer expected
        throw new SQLException("no answer");
      }
      message.arrive();
      if (fate < 30) {
        late.add(message); // and once more
      }
      if (fate >= 90) {
        throw new SQLException("the answer was lost");
      }
      if (dice() < 30) {
        deliverOne();
      }
    }

    void deliverOne() {
      Message message = late.poll();
      if (message != null) {
        messages.incrementAndGet();
        try {
          message.arrive();
        } catch (SQLException | Refused nobodyListens) {
          // As late messages go.
        }
      }
    }

    Step over(Step step) {
      return new Step() {
        @Override
        public String name() {
          return step.name();
        }

        @Override
        public void act(Order order) throws SQLException, Refused {
          carry(() -> step.act(order));
        }

        @Override
        public void compensate(Order order) throws SQLException {
          try {
            carry(() -> step.compensate(order));
          } catch (Refused never) {
            throw new IllegalStateException(never);
          }
        }
      };
    }

    @Override
    public void close() {
      while (!late.isEmpty()) {
        deliverOne();
      }
    }
  }

  private Orchestrator lossy(Network network, Orchestrator.Limits limits) {
    return orchestrator(steps().stream().map(network::over).toList(), limits).start();
  }

  @Test
  void thousandsOfMessagesTwiceLateAndInTheWrongOrder() throws Exception {
    long seed = Long.getLong("scalebook.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("seed " + seed + ", again with -Dscalebook.seed=" + seed);
    Orchestrator.Limits quick = new Orchestrator.Limits(60, 3, 1_000, 1);
    AtomicLong next = new AtomicLong();
    try (Network network = new Network(seed);
        Orchestrator one = lossy(network, quick);
        Orchestrator two = lossy(network, quick);
        Orchestrator three = lossy(network, quick)) {
      List<Orchestrator> all = List.of(one, two, three);
      ExecutorService buyers = Executors.newFixedThreadPool(6);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Orchestrator orchestrator = all.get(i % 3);
        running.add(
            buyers.submit(
                () -> {
                  while (network.messages.get() < MESSAGES) {
                    orchestrator.run(Buyers.ORDINARY.order(next.incrementAndGet()), 0);
                  }
                  return null;
                }));
      }
      for (Future<?> buyer : running) {
        buyer.get();
      }
      buyers.shutdown();
      await().atMost(Duration.ofSeconds(20)).until(() -> one.unfinished() == 0);
      network.close(); // the last ones arrive long after the end
      assertThat(network.messages.get()).isGreaterThanOrEqualTo(MESSAGES);
    }
    assertThat(databases.invariant().check().violations()).as("seed %d", seed).isEmpty();
    assertThat(databases.invariant().check().orders()).as("completed ones").isNotEmpty();
  }

  /** The variant that many write: what was not done needs no compensation. */
  private static Step withoutTombstone(Part part, HikariDataSource pool) {
    return new LocalStep(part.database(), pool, part::act, part::undo) {
      @Override
      public void compensate(Order order) throws SQLException {
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement();
            var row =
                statement.executeQuery("SELECT COUNT(*) FROM steps WHERE saga = " + order.id())) {
          row.next();
          if (row.getInt(1) > 0) {
            super.compensate(order);
          }
        }
      }
    };
  }

  @Test
  void withoutATombstoneTheCheckerIsRed() throws Exception {
    Step reserve = withoutTombstone(Part.INVENTORY, pools.get(1));
    reserve.compensate(ORDER);
    reserve.act(ORDER); // too late, and done
    assertThat(databases.invariant().check().violations())
        .as("violations when an action comes after its compensation")
        .isNotEmpty();
  }

  @Test
  void oneActionArrivesManyTimesAtOnce() throws Exception {
    Step pay = steps().get(0);
    ExecutorService many = Executors.newFixedThreadPool(8);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      calls.add(
          many.submit(
              () -> {
                pay.act(ORDER);
                return null;
              }));
    }
    int failed = 0;
    for (Future<?> call : calls) {
      try {
        call.get();
      } catch (java.util.concurrent.ExecutionException deadlock) {
        failed++; // it may be told to try again; it may not act twice
      }
    }
    many.shutdown();
    assertThat(failed).as("calls that were told to try again").isLessThan(24);
    pay.act(ORDER);
    try (Connection connection = pools.get(0).getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT SUM(initial) - SUM(cents) FROM accounts")) {
      row.next();
      assertThat(row.getLong(1))
          .as("cents taken by one order, sent 25 times")
          .isEqualTo(ORDER.cents());
    }
  }
}
