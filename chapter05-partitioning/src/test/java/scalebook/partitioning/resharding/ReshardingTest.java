package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.book.testing.Thorough;
import scalebook.book.testing.WithLab;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Standstill;
import scalebook.partitioning.Audit;
import scalebook.partitioning.Clients;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/** From four shards to five, under clients, with a mover that dies wherever it can. */
@ExtendWith(WithLab.class)
class ReshardingTest {
  private static final int SHARDS = 4;
  private static final int CLIENTS = 8;
  private static final int ORDERS = 2_000;
  private static final List<String> PLACES =
      List.of(
          "before-planned",
          "after-planned",
          "before-copying",
          "after-chunk",
          "after-copying",
          "before-catching-up",
          "before-notes-are-forgotten",
          "after-catching-up",
          "before-fenced",
          "after-fence",
          "after-fenced",
          "before-released",
          "after-release",
          "before-decision",
          "after-released",
          "before-switched",
          "after-switched",
          "before-deleting",
          "after-deleting");

  private OrderStore store;
  private final Audit audit = new Audit();
  private final List<Order> there = OrderStore.orders(ORDERS);

  @BeforeEach
  void open(Lab lab) throws Exception {
    store = OrderStore.create(lab, SHARDS + 1, SHARDS);
    store.fill(there);
    ShardMap map = store.places().directory().newest();
    new Mover(store.places(), Crash.NEVER).plan(MovePlan.add(map, SHARDS + 1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void allIsWell(Clients clients, Ledger ledger) throws Exception {
    assertThat(ledger.failedCount()).as("client errors, %s", ledger).isZero();
    assertThat(ledger.acknowledgedCount()).as("calls").isGreaterThan(500);
    assertThat(clients.wrongReads()).as("reads that missed what was acknowledged").isZero();
    Audit.Finding finding = audit.check(store.places());
    assertThat(finding.lost()).as("lost, %s", finding).isZero();
    assertThat(finding.duplicated()).as("there twice, %s", finding).isZero();
    assertThat(finding.stray()).as("where they do not belong, %s", finding).isZero();
  }

  @Test
  void nobodyNoticesAMoveThatGoesWell() throws Exception {
    try (Clients clients = Clients.start(store, audit, there, CLIENTS);
        Standstill machine = Standstill.start()) {
      new Mover(store.places(), Crash.NEVER).run();
      Ledger ledger = clients.stop();
      allIsWell(clients, ledger);
      assertThat(clients.writePauseP99Millis())
          .as("99 %% of the writes that met it, ms, and the machine's own longest pause")
          .isLessThan(500 + machine.longestMillis());
    }
    ShardMap after = store.places().directory().newest();
    assertThat(after.slotsOf(SHARDS))
        .as("slots of the new shard")
        .hasSize(Slots.COUNT / (SHARDS + 1));
  }

  /** Real processes and Runtime.halt, one after the other at every place, or every third. */
  @Test
  void killedAtAnyStepItGoesOnWhereItWas(Lab lab) throws Exception {
    List<String> places = Thorough.some(PLACES, 2);
    Path log = lab.workspace().folder("resharding").resolve("mover.log");
    int deaths = 0;
    try (Clients clients = Clients.start(store, audit, there, CLIENTS)) {
      for (String place : places) {
        boolean finished = MoverProcess.start(store.file(), log, place).get(40, TimeUnit.SECONDS);
        deaths += finished ? 0 : 1;
      }
      assertThat(MoverProcess.start(store.file(), log, "never").get(40, TimeUnit.SECONDS)).isTrue();
      Ledger ledger = clients.stop();
      allIsWell(clients, ledger);
    }
    assertThat(deaths).as("movers that died where they were told").isEqualTo(places.size());
    assertThat(store.places().directory().newest().slotsOf(SHARDS)).hasSize(51);
  }

  static List<String> sleeps() {
    return Thorough.some(
        List.of(
            "before-planned",
            "after-chunk",
            "before-notes-are-forgotten",
            "after-fence",
            "after-release",
            "before-switched",
            "before-deleting"),
        0);
  }

  /** It seemed to be dead, and only stood still; another one took over and finished. */
  @ParameterizedTest
  @MethodSource("sleeps")
  void oneThatWakesUpLateIsRefused(String place) throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    CountDownLatch awake = new CountDownLatch(1);
    Mover sleeper =
        new Mover(
            store.places(),
            at -> {
              if (at.equals(place)) {
                asleep.countDown();
                awaken(awake);
              }
            });
    ExecutorService one = Tasks.executor();
    try (Clients clients = Clients.start(store, audit, there, CLIENTS)) {
      Future<Void> end =
          one.submit(
              () -> {
                sleeper.run();
                return null;
              });
      assertThat(asleep.await(40, TimeUnit.SECONDS)).as("it came to %s", place).isTrue();
      new Mover(store.places(), Crash.NEVER).run();
      awake.countDown();
      assertThatThrownBy(() -> end.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(Term.Over.class);
      allIsWell(clients, clients.stop());
    } finally {
      awake.countDown();
      one.shutdownNow();
    }
    assertThat(store.places().directory().newest().slotsOf(SHARDS)).hasSize(51);
  }

  private static void awaken(CountDownLatch awake) {
    try {
      awake.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Mover dyingAt(String wanted) {
    return new Mover(
        store.places(),
        place -> {
          if (place.equals(wanted)) {
            throw new IllegalStateException("dies " + place);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after-planned",
        "after-chunk",
        "after-copying",
        "after-fence",
        "after-release",
        "before-decision"
      })
  void beforeTheDecisionThereIsAWayBack(String place) throws Exception {
    ShardMap before = store.places().directory().newest();
    try (Clients clients = Clients.start(store, audit, there, CLIENTS)) {
      assertThatThrownBy(() -> dyingAt(place).run()).hasMessageStartingWith("dies");
      new Mover(store.places(), Crash.NEVER).rollBack();
      while (clients.ledger().acknowledgedCount() < 600) {
        TimeUnit.MILLISECONDS.sleep(5); // they go on
      }
      Ledger ledger = clients.stop();
      allIsWell(clients, ledger);
    }
    assertThat(store.places().directory().newest()).as("the map").isEqualTo(before);
  }

  @Test
  void afterTheDecisionThereIsNone() {
    assertThatThrownBy(() -> dyingAt("after-released").run()).hasMessageStartingWith("dies");
    assertThatThrownBy(() -> new Mover(store.places(), Crash.NEVER).rollBack())
        .hasMessageContaining("it can only go on");
  }

  /** Something went wrong on the way: it is found before anybody is sent to the copy. */
  @Test
  void aCopyThatDiffersIsNotSwitchedTo() throws Exception {
    ShardMap before = store.places().directory().newest();
    assertThatThrownBy(() -> dyingAt("after-catching-up").run()).hasMessageStartingWith("dies");
    try (Connection connection = store.places().shards().get(SHARDS).database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE orders SET cents = cents + 1 LIMIT 1");
    }
    assertThatThrownBy(() -> new Mover(store.places(), Crash.NEVER).run())
        .isInstanceOf(Mover.Differs.class);
    assertThat(store.places().directory().newest()).isEqualTo(before);
    new Mover(store.places(), Crash.NEVER).rollBack();
    assertThat(store.places().shards().get(0).find(idOf(0))).isPresent();
  }

  private long idOf(int shard) throws Exception {
    ShardMap map = store.places().directory().newest();
    return there.stream().filter(o -> map.owner(o.id()) == shard).findFirst().orElseThrow().id();
  }

  /**
   * A writer has looked at the slot before the fence and writes after it, or would: the fence waits
   * for it, and what it writes moves along. A trigger that sleeps keeps it between the two.
   */
  @Test
  void aWriterAcrossTheFenceIsWaitedFor() throws Exception {
    int slot = MovePlan.add(store.places().directory().newest(), SHARDS + 1).get(0).slots().get(0);
    long id =
        LongStream.iterate(100_000, n -> n + 1)
            .filter(n -> Slots.of(n) == slot)
            .findFirst()
            .orElseThrow();
    Shard source = store.places().shards().get(0);
    try (Connection connection = source.database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TRIGGER slow BEFORE INSERT ON orders FOR EACH ROW"
              + " SET @slept = IF(NEW.customer = 777, SLEEP(1), 0)");
    }
    AtomicReference<Exception> failure = new AtomicReference<>();
    Thread writer =
        Tasks.daemon(
            "writer",
            () -> {
              try {
                source.insert(new Order(id, 777, 50, 1));
              } catch (Exception e) {
                failure.set(e);
              }
            });
    Mover mover =
        new Mover(
            store.places(),
            place -> {
              if (place.equals("before-fenced") && writer.getState() == Thread.State.NEW) {
                writer.start();
                await().until(() -> asleep(source));
              }
            });
    mover.run();
    writer.join(20_000);
    assertThat(failure.get()).as("the writer's failure").isNull();
    assertThat(store.places().shards().get(SHARDS).find(id))
        .as("what the late writer was told is stored, at its new place")
        .contains(new Order(id, 777, 50, 1));
  }

  private static boolean asleep(Shard shard) throws SQLException {
    try (Connection connection = shard.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'")) {
      row.next();
      return row.getInt(1) > 0;
    }
  }

  @Test
  void anOwnerRefusesWhatIsNotItsOwn() throws Exception {
    ShardMap map = store.places().directory().newest();
    Order order = there.get(0);
    int wrong = (map.owner(order.id()) + 1) % SHARDS;
    Shard stranger = store.places().shards().get(wrong);
    assertThatThrownBy(() -> stranger.find(order.id())).isInstanceOf(Shard.Refused.class);
    assertThatThrownBy(() -> stranger.add(order.id(), 1)).isInstanceOf(Shard.Refused.class);
    assertThatThrownBy(() -> stranger.insert(order)).isInstanceOf(Shard.Refused.class);
    assertThatThrownBy(() -> stranger.delete(order.id())).isInstanceOf(Shard.Refused.class);
  }
}
