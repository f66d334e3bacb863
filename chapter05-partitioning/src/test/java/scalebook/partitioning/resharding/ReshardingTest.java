package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scalebook.book.testing.Thorough;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Standstill;
import scalebook.partitioning.stage.Clients;
import scalebook.partitioning.stage.MoverProcess;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/** From four shards to five, under clients, with a mover that dies wherever it can. */
class ReshardingTest extends FifthShard {
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

  @Test
  void nobodyNoticesAMoveThatGoesWell() throws Exception {
    AtomicLong began = new AtomicLong();
    AtomicLong fence = new AtomicLong();
    Crash clock =
        place -> {
          if (place.equals("before-fenced")) {
            began.set(System.nanoTime());
          } else if (place.equals("after-switched")) {
            fence.accumulateAndGet((System.nanoTime() - began.get()) / 1_000_000, Math::max);
          }
        };
    try (Clients clients = new Clients(store, audit, there, CLIENTS);
        Standstill machine = Standstill.start()) {
      new Mover(store.places(), clock).run();
      Ledger ledger = clients.stop();
      allIsWell(clients, ledger);
      assertThat(clients.writePauseP99Millis())
          .as("99 %% of the writes that met it, ms; longest fence, machine's longest pause")
          .isLessThan(400 + fence.get() + machine.longestMillis());
    }
    ShardMap after = store.map();
    assertThat(after.slotsOf(SHARDS))
        .as("slots of the new shard")
        .hasSize(Slots.COUNT / (SHARDS + 1));
  }

  /** Real processes and Runtime.halt, one after the other at every place, or every third. */
  @Test
  void killedAtAnyStepItGoesOnWhereItWas(Lab lab) throws Exception {
    List<String> places = Thorough.some(PLACES, 2);
    int deaths = 0;
    try (Clients clients = new Clients(store, audit, there, CLIENTS)) {
      for (String place : places) {
        deaths += MoverProcess.run(lab, store, place).died() ? 1 : 0;
      }
      assertThat(MoverProcess.run(lab, store, MoverProcess.NEVER)).hasToString("finished");
      Ledger ledger = clients.stop();
      allIsWell(clients, ledger);
    }
    assertThat(deaths).as("movers that died where they were told").isEqualTo(places.size());
    assertThat(store.map().slotsOf(SHARDS)).hasSize(51);
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
  void aMoverThatWakesUpLateIsRefused(String place) throws Exception {
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
    try (Clients clients = new Clients(store, audit, there, CLIENTS)) {
      Future<Void> end =
          one.submit(
              () -> {
                sleeper.run();
                return null;
              });
      assertThat(asleep.await(40, TimeUnit.SECONDS)).as("it came to %s", place).isTrue();
      mover().run();
      awake.countDown();
      assertThatThrownBy(() -> end.get(40, TimeUnit.SECONDS)).hasCauseInstanceOf(Term.Over.class);
      allIsWell(clients, clients.stop());
    } finally {
      awake.countDown();
      one.shutdownNow();
    }
    assertThat(store.map().slotsOf(SHARDS)).hasSize(51);
  }

  /** Its transaction is open, and it says nothing: the database ends what nobody goes on with. */
  @Test
  void aMoverThatSleepsInAChangeBlocksNobody() throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    CountDownLatch awake = new CountDownLatch(1);
    Mover sleeper =
        new Mover(
            store.places(),
            Crash.when(
                "before-decision",
                () -> {
                  asleep.countDown();
                  awaken(awake);
                }));
    ExecutorService one = Tasks.executor();
    try (Clients clients = new Clients(store, audit, there, CLIENTS)) {
      Future<Void> end =
          one.submit(
              () -> {
                sleeper.run();
                return null;
              });
      assertThat(asleep.await(40, TimeUnit.SECONDS)).as("it came to its decision").isTrue();
      mover().run();
      awake.countDown();
      assertThatThrownBy(() -> end.get(40, TimeUnit.SECONDS))
          .hasCauseInstanceOf(SQLException.class);
      allIsWell(clients, clients.stop());
    } finally {
      awake.countDown();
      one.shutdownNow();
    }
    assertThat(store.map().slotsOf(SHARDS)).hasSize(51);
  }

  private static void awaken(CountDownLatch awake) {
    try {
      awake.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
