package scalebook.cloning.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import scalebook.cloning.stage.worker.App;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.stage.worker.WorkerProgram;

class SupervisorTest {
  private static final DemoApp APP = DemoApp.alone();

  @TempDir Path logs;
  private Supervisor supervisor;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** What is under way at a worker that drains. */
  private CompletableFuture<Void> quiet = CompletableFuture.completedFuture(null);

  private final Members members =
      new Members() {
        @Override
        public void joined(Member member) {
          calls.add("joined " + member.name());
        }

        @Override
        public CompletableFuture<Void> drain(Member member) {
          calls.add("drained " + member.name());
          return quiet;
        }

        @Override
        public void lost(Member member) {
          calls.add("lost " + member.name());
        }
      };

  private void open(IntFunction<App> apps, Settings settings) {
    supervisor =
        new Supervisor(
            new WorkerProgram(logs, apps),
            settings,
            members,
            (node, text) -> events.add(node + " " + text),
            new Random(1));
  }

  @AfterEach
  void close() {
    if (supervisor != null) {
      supervisor.close();
    }
  }

  private List<Supervisor.Status> status() throws Exception {
    return Supervisor.await(supervisor.status(), 5);
  }

  @Test
  void aKilledWorkerIsReplacedAndItsSiblingKept() throws Exception {
    open(slot -> APP, Settings.defaults());
    Supervisor.await(supervisor.scale(2), 20);
    long sibling = status().get(1).pid();
    Supervisor.await(supervisor.kill(1), 5);
    await().atMost(Duration.ofSeconds(15)).until(() -> calls.contains("joined worker-1.2"));
    assertThat(calls).containsSubsequence("lost worker-1.1", "joined worker-1.2");
    assertThat(status().get(1).pid()).isEqualTo(sibling);
    assertThat(status().get(0).restarts()).isEqualTo(1);
  }

  @Test
  void aRollingRestartReplacesOneAfterTheOther() throws Exception {
    open(slot -> APP, Settings.defaults());
    Supervisor.await(supervisor.scale(2), 20);
    calls.clear();
    Supervisor.await(supervisor.rollingRestart(), 30);
    assertThat(calls)
        .as("never two out at once")
        .containsExactly(
            "drained worker-1.1", "joined worker-1.2", "drained worker-2.1", "joined worker-2.2");
    assertThat(events).noneMatch(event -> event.contains("died"));
  }

  @Test
  void aReleaseThatCannotStartStopsTheRollingRestart() throws Exception {
    AtomicBoolean bad = new AtomicBoolean();
    open(slot -> bad.get() ? APP.crashing() : APP, Settings.defaults());
    Supervisor.await(supervisor.scale(3), 20);
    long second = status().get(1).pid();
    long third = status().get(2).pid();
    bad.set(true);
    assertThatThrownBy(() -> Supervisor.await(supervisor.rollingRestart(), 30))
        .hasMessageContaining("told to crash");
    assertThat(status().get(1).pid()).as("the next one was left alone").isEqualTo(second);
    assertThat(status().get(2).pid()).isEqualTo(third);
  }

  @Test
  void aWorkerThatIsNotReadyInTimeIsSaidToBe() throws Exception {
    open(slot -> APP, new Settings(0, new Backoff(10_000, 10_000), 10_000, 6, 50, 15_000, 10_000));
    assertThatThrownBy(() -> Supervisor.await(supervisor.scale(1), 20))
        .hasMessageContaining("worker-1.1 was not ready within 50 ms");
  }

  @Test
  void aCrashLoopIsGivenUp() throws Exception {
    open(
        slot -> slot == 2 ? APP.crashing() : APP,
        Settings.defaults().backoff(new Backoff(10, 40), 3));
    Supervisor.await(supervisor.scale(1), 20);
    supervisor.scale(2);
    await().atMost(Duration.ofSeconds(15)).until(() -> status().get(1).state().equals("given up"));
    assertThat(events.stream().filter(e -> e.contains("cannot start"))).hasSize(3);
    assertThat(status().get(0).state()).isEqualTo("serves");
  }

  @Test
  void aWarmSpareTakesThePlaceAtOnce() throws Exception {
    open(slot -> APP, Settings.defaults().spares(1));
    Supervisor.await(supervisor.scale(1), 20);
    Supervisor.await(supervisor.kill(1), 5);
    await().until(() -> calls.contains("joined spare-1"));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> Supervisor.await(supervisor.warmSpares(), 5) == 1);
    assertThat(status().get(0).worker()).isEqualTo("spare-1");
  }

  @Test
  void sparesComeAndGo() throws Exception {
    open(slot -> APP, Settings.defaults());
    Supervisor.await(supervisor.scale(1), 20);
    Supervisor.await(supervisor.spares(2), 20);
    assertThat(Supervisor.await(supervisor.warmSpares(), 5)).isEqualTo(2);
    Supervisor.await(supervisor.spares(1), 20);
    assertThat(events).contains("spare-2 stopped");
    assertThat(Supervisor.await(supervisor.warmSpares(), 5)).isEqualTo(1);
    assertThat(calls).as("the balancer knows of none").containsExactly("joined worker-1.1");
    assertThatThrownBy(() -> supervisor.spares(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSpareThatCannotStartIsGivenUpToo() throws Exception {
    open(
        slot -> slot == 0 ? APP.crashing() : APP, // a spare has no slot yet
        Settings.defaults().backoff(new Backoff(10, 40), 3));
    Supervisor.await(supervisor.scale(1), 20);
    assertThatThrownBy(() -> Supervisor.await(supervisor.spares(1), 20))
        .hasMessageContaining("told to crash");
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> events.contains("supervisor gives up a spare: a crash loop"));
    assertThat(events.stream().filter(e -> e.contains("spare died"))).hasSize(3);
    assertThat(status().get(0).state()).isEqualTo("serves");
  }

  @Test
  void scalingDownDrains() throws Exception {
    open(slot -> APP, Settings.defaults());
    Supervisor.await(supervisor.scale(2), 20);
    Supervisor.await(supervisor.scale(1), 20);
    assertThat(calls).contains("drained worker-2.1").doesNotContain("lost worker-2.1");
    assertThat(status()).hasSize(1);
    assertThatThrownBy(() -> supervisor.scale(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLeavingWorkerEndsWithTheSupervisor() throws Exception {
    quiet = new CompletableFuture<>(); // a request that never ends
    open(slot -> APP, Settings.defaults());
    Supervisor.await(supervisor.scale(2), 20);
    long leaving = status().get(1).pid();
    supervisor.scale(1);
    await().until(() -> calls.contains("drained worker-2.1"));
    assertThat(ProcessHandle.of(leaving)).as("it answers on").isPresent();
    supervisor.close();
    await().until(() -> ProcessHandle.of(leaving).isEmpty());
    assertThatThrownBy(this::status).hasMessageContaining("closed");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
  void aWorkerThatHangsIsReplaced() throws Exception {
    open(slot -> APP, Settings.defaults().hungAfter(1_500));
    Supervisor.await(supervisor.scale(1), 20);
    Supervisor.await(supervisor.pause(1), 5);
    await().atMost(Duration.ofSeconds(15)).until(() -> calls.contains("joined worker-1.2"));
    assertThat(events).contains("worker-1.1 does not answer its supervisor: killed");
  }

  /** JVMs that are children of this one: what nobody manages any more is among them, too. */
  private static long workers() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .count();
  }

  @Test
  void twoRestartsAtOnceComeOneAfterTheOther() throws Exception {
    open(slot -> APP, Settings.defaults());
    Supervisor.await(supervisor.scale(2), 20);
    calls.clear();
    CompletableFuture<Void> first = supervisor.rollingRestart();
    Supervisor.await(supervisor.rollingRestart(), 30);
    assertThat(first).isCompleted();
    assertThat(calls)
        .containsExactly(
            "drained worker-1.1",
            "joined worker-1.2",
            "drained worker-2.1",
            "joined worker-2.2",
            "drained worker-1.2",
            "joined worker-1.3",
            "drained worker-2.2",
            "joined worker-2.3");
    assertThat(workers()).isEqualTo(2);
  }

  @Test
  void aWorkerScaledAwayDuringARestartStaysAway() throws Exception {
    open(slot -> APP, Settings.defaults());
    Supervisor.await(supervisor.scale(2), 20);
    CompletableFuture<Void> restart = supervisor.rollingRestart();
    Supervisor.await(supervisor.scale(1), 30);
    assertThat(restart).isCompleted();
    assertThat(status()).hasSize(1);
    assertThat(workers()).isEqualTo(1);
  }

  @Test
  void aRestartGivesASlotThatWasGivenUpANewTry() throws Exception {
    AtomicBoolean bad = new AtomicBoolean(true);
    open(
        slot -> bad.get() ? APP.crashing() : APP,
        Settings.defaults().backoff(new Backoff(10, 40), 2));
    supervisor.scale(1);
    await().atMost(Duration.ofSeconds(15)).until(() -> status().get(0).state().equals("given up"));
    bad.set(false);
    Supervisor.await(supervisor.rollingRestart(), 20);
    assertThat(status().get(0).state()).isEqualTo("serves");
  }

  @Test
  void closingTheSupervisorEndsEveryWait() {
    open(slot -> APP, Settings.defaults());
    CompletableFuture<Void> starts = supervisor.scale(1);
    CompletableFuture<Void> waits = supervisor.rollingRestart();
    supervisor.close();
    for (CompletableFuture<Void> command : List.of(starts, waits)) {
      assertThatThrownBy(() -> Supervisor.await(command, 5)).hasMessageContaining("closed");
    }
    assertThat(workers()).isZero();
  }

  @Test
  void theBackoffDoublesUpToItsCapAndIsRandom() {
    Backoff backoff = new Backoff(100, 10_000);
    Random random = new Random(1);
    for (int crashes : new int[] {1, 2, 5, 8, 64, Integer.MAX_VALUE}) {
      long bound = crashes > 7 ? 10_000 : 100L << (crashes - 1);
      long most = 0;
      for (int i = 0; i < 1_000; i++) {
        most = Math.max(most, backoff.delayMillis(crashes, random));
      }
      assertThat(most)
          .as("longest wait after %d crashes", crashes)
          .isBetween(bound * 9 / 10, bound);
    }
  }
}
