package scalebook.transactions.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.stage.Buyers;

class OrchestratorTest extends WithSteps {
  private static final Orchestrator.Limits SHORT = new Orchestrator.Limits(300, 3, 6, 10);

  OrchestratorTest(Lab lab) {
    super(lab);
  }

  /** One step whose calls fail as often as told, before they have any effect or after it. */
  private static Step failing(Step step, AtomicInteger times, boolean done) {
    return new Step() {
      @Override
      public String name() {
        return step.name();
      }

      @Override
      public void act(Order order) throws SQLException {
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
      assertThat(orchestrator.run(ORDER, 5_000)).hasValue(Saga.State.COMPLETED);
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  @Test
  void beforeThePivotASagaGivesUpAndGoesBack() throws Exception {
    try (Orchestrator orchestrator =
        orchestrator(failing(1, new AtomicInteger(4)), SHORT).start()) {
      assertThat(orchestrator.run(ORDER, 5_000)).hasValue(Saga.State.COMPENSATED);
      assertThat(databases.invariant().check().holds()).isTrue();
      assertThat(databases.invariant().check().orders()).isEmpty();
    }
  }

  @Test
  void aShipmentThatMayHaveLeftIsNotCompensated() throws Exception {
    List<Step> steps = new ArrayList<>(steps());
    steps.set(
        SagaOrders.PIVOT,
        failing(steps.get(SagaOrders.PIVOT), new AtomicInteger(SHORT.giveUp() + 1), true));
    try (Orchestrator orchestrator = orchestrator(steps, SHORT).start()) {
      assertThat(orchestrator.run(ORDER, 5_000)).hasValue(Saga.State.COMPLETED);
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  @Test
  void afterThePivotItOnlyGoesForwardAndAHumanIsAskedInTheEnd() throws Exception {
    AtomicInteger times = new AtomicInteger(1_000);
    try (Orchestrator orchestrator = orchestrator(failing(3, times), SHORT).start()) {
      assertThat(orchestrator.run(ORDER, 10_000)).hasValue(Saga.State.PARKED);
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
    return Sql.with(
            pools.to(Part.ORDERS),
            connection ->
                Sql.first(
                    connection,
                    row -> row.getString("note"),
                    "SELECT note FROM sagas WHERE id = ?",
                    saga))
        .orElseThrow();
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
          public void act(Order order) throws SQLException {
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
      Future<Optional<Saga.State>> outcome = one.submit(() -> first.run(ORDER, 10_000));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () -> {
                second.resumeOnce();
                return second.resumed() > 0 && second.unfinished() == 0;
              });
      overtaken.set(true);
      assertThat(outcome.get()).hasValue(Saga.State.COMPENSATED);
      assertThat(databases.invariant().check().holds())
          .as("%s", databases.invariant().check())
          .isTrue();
      assertThat(databases.invariant().check().orders()).isEmpty();
    } finally {
      one.shutdownNow();
    }
  }

  /** A step with a bug, whatever it throws: its own saga ends some way, all others go on. */
  @Test
  void theResumerOutlivesWhateverAStepThrows() throws Exception {
    List<Step> steps = new ArrayList<>(steps());
    Step reserve = steps.get(1);
    steps.set(
        1,
        new Step() {
          @Override
          public String name() {
            return reserve.name();
          }

          @Override
          public void act(Order order) throws SQLException {
            if (order.id() == 1) {
              throw new IllegalStateException("a bug");
            }
            reserve.act(order);
          }

          @Override
          public void compensate(Order order) throws SQLException {
            reserve.compensate(order);
          }
        });
    SagaStore store = new SagaStore(pools.to(Part.ORDERS), 1); // their owner is gone at once
    store.begin(ORDER);
    store.begin(Buyers.SENSIBLE.order(2));
    try (Orchestrator orchestrator = orchestrator(steps, SHORT).start()) {
      await().atMost(Duration.ofSeconds(10)).until(() -> orchestrator.unfinished() == 0);
      store.begin(Buyers.SENSIBLE.order(3)); // and one that comes later
      await().atMost(Duration.ofSeconds(10)).until(() -> orchestrator.unfinished() == 0);
      assertThat(store.read(1).orElseThrow().state()).isEqualTo(Saga.State.COMPENSATED);
      assertThat(databases.invariant().check().violations()).isEmpty();
      assertThat(databases.invariant().check().orders()).containsExactly(2L, 3L);
    }
  }
}
