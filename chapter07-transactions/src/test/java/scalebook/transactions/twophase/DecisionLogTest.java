package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLogTest {
  private static final List<String> ALL = List.of("orders", "inventory", "shipment");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("log");
  }

  @Test
  void aDecisionSurvivesAndADoneOneIsForgotten() throws IOException {
    try (DecisionLog log = DecisionLog.open(file)) {
      log.decided("T1", ALL);
      log.decided("T2", List.of("orders"));
      log.done("T1");
      assertThat(DecisionLog.lines(file))
          .as("what another process reads while this one writes")
          .containsExactly("C T1 orders inventory shipment", "C T2 orders", "D T1");
    }
    try (DecisionLog log = DecisionLog.open(file)) {
      assertThat(log.undone()).containsOnlyKeys("T2").containsEntry("T2", List.of("orders"));
      assertThat(log.isDecided("T2")).isTrue();
      assertThat(log.isDecided("T1")).isFalse();
    }
  }

  /** Cut at every byte: what was whole before the cut is there, and nothing else. */
  @Test
  void aTailMayBeTornAnywhere() throws IOException {
    List<Long> ends = new ArrayList<>();
    try (DecisionLog log = DecisionLog.open(file)) {
      for (int i = 0; i < 5; i++) {
        log.decided("T" + i, ALL);
        ends.add(Files.size(file));
      }
    }
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut <= whole.length; cut++) {
      Files.write(file, java.util.Arrays.copyOf(whole, cut));
      long records = 0;
      for (long end : ends) {
        records += end <= cut ? 1 : 0;
      }
      try (DecisionLog log = DecisionLog.open(file)) {
        assertThat(log.undone())
            .as("decisions in a log cut after %d bytes", cut)
            .hasSize((int) records);
      }
    }
  }

  /** The record is there in full length, but the disk wrote only some of it. */
  @Test
  void aRecordWithAWrongByteIsTorn() throws IOException {
    try (DecisionLog log = DecisionLog.open(file)) {
      log.decided("T1", ALL);
      log.decided("T2", ALL);
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] ^= 1;
    Files.write(file, bytes);
    try (DecisionLog log = DecisionLog.open(file)) {
      assertThat(log.undone()).containsOnlyKeys("T1");
    }
  }

  @Test
  void afterATornTailNewDecisionsCount() throws IOException {
    try (DecisionLog log = DecisionLog.open(file)) {
      log.decided("T1", ALL);
    }
    Files.write(file, new byte[] {0, 0, 0, 20, 1, 2}, java.nio.file.StandardOpenOption.APPEND);
    try (DecisionLog log = DecisionLog.open(file)) {
      log.decided("T2", ALL);
    }
    try (DecisionLog log = DecisionLog.open(file)) {
      assertThat(log.undone()).as("what is written after a torn tail").containsOnlyKeys("T1", "T2");
    }
  }

  @Test
  void itDoesNotGrowForEver() throws IOException {
    long bound = 10_000;
    try (DecisionLog log = new DecisionLog(file, bound, new Disk())) {
      log.decided("undone", ALL);
      for (int i = 0; i < 2_000; i++) {
        log.decided("T" + i, ALL);
        log.done("T" + i);
        assertThat(Files.size(file)).as("bytes after %d transactions", i).isLessThan(bound + 200);
      }
    }
    try (DecisionLog log = DecisionLog.open(file)) {
      assertThat(log.undone()).as("an old decision after many rewrites").containsOnlyKeys("undone");
    }
  }

  @Test
  void thereIsOneCoordinatorOfAName() throws IOException {
    try (DecisionLog first = DecisionLog.open(file)) {
      first.decided("T1", ALL);
      assertThatThrownBy(() -> DecisionLog.open(file))
          .as("a second log on the same file, in this process")
          .isInstanceOfAny(IOException.class, java.nio.channels.OverlappingFileLockException.class);
    }
  }

  @Test
  void aDecisionIsSafeBeforeItsCallReturns() throws Exception {
    Disk disk = new Disk();
    List<String> returned = new ArrayList<>();
    try (DecisionLog log = new DecisionLog(file, 1 << 20, disk)) {
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Future<String>> deciding = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String number = "T" + i;
        deciding.add(
            callers.submit(
                () -> {
                  log.decided(number, ALL);
                  return number;
                }));
      }
      for (Future<String> one : deciding) {
        returned.add(one.get());
      }
      callers.shutdown();
      log.losePower();
    }
    try (DecisionLog log = DecisionLog.open(file)) {
      assertThat(log.undone().keySet())
          .as("decisions after a loss of power: all that were acknowledged")
          .containsAll(returned);
    }
  }

  /** The first force takes until all have written: the second one serves all the others. */
  @Test
  void oneForceServesMany() throws Exception {
    int callers = 16;
    int record = 8 + "C T00 orders inventory shipment".length();
    AtomicInteger forces = new AtomicInteger(-1); // the first one belongs to the new file
    CountDownLatch begun = new CountDownLatch(1);
    Disk slow =
        new Disk() {
          @Override
          void force(RandomAccessFile to) throws IOException {
            if (forces.incrementAndGet() == 1) {
              begun.countDown();
              await().until(() -> to.length() == (long) callers * record);
            }
            super.force(to);
          }
        };
    try (DecisionLog log = new DecisionLog(file, 1 << 20, slow)) {
      ExecutorService threads = Executors.newFixedThreadPool(callers);
      List<Future<?>> deciding = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        String number = "T%02d".formatted(i);
        deciding.add(
            threads.submit(
                () -> {
                  log.decided(number, ALL);
                  return number;
                }));
        assertThat(begun.await(20, TimeUnit.SECONDS)).as("a force for the first").isTrue();
      }
      for (Future<?> one : deciding) {
        one.get();
      }
      threads.shutdown();
    }
    assertThat(forces.get()).as("forces for 16 decisions at the same time").isEqualTo(2);
  }

  @Test
  void afterAFailedForceNothingIsDecidedAnyMore() throws IOException {
    Disk[] broken = {new Disk()};
    boolean[] fails = {false};
    broken[0] =
        new Disk() {
          @Override
          void force(RandomAccessFile to) throws IOException {
            if (fails[0]) {
              throw new IOException("the disk is full");
            }
            super.force(to);
          }
        };
    try (DecisionLog log = new DecisionLog(file, 1 << 20, broken[0])) {
      fails[0] = true;
      assertThatThrownBy(() -> log.decided("T1", ALL)).isInstanceOf(IOException.class);
      fails[0] = false;
      assertThatThrownBy(() -> log.decided("T2", ALL))
          .as("a decision after one whose fate nobody knows")
          .hasMessageContaining("broken");
      assertThat(log.usable()).isFalse();
    }
  }

  /** At any moment, also while the file is written anew. */
  @Test
  void interruptedCallersDecideAllTheSame() throws Exception {
    List<String> returned = new CopyOnWriteArrayList<>();
    try (DecisionLog log = new DecisionLog(file, 2_000, new Disk())) {
      List<Thread> callers = new ArrayList<>();
      AtomicReference<Exception> failure = new AtomicReference<>();
      for (int i = 0; i < 4; i++) {
        String caller = "T" + i + "-";
        callers.add(
            new Thread(
                () -> {
                  try {
                    for (int n = 0; n < 200; n++) {
                      Thread.currentThread().interrupt();
                      log.decided(caller + n, ALL);
                      returned.add(caller + n);
                    }
                  } catch (IOException e) {
                    failure.set(e);
                  }
                }));
      }
      callers.forEach(Thread::start);
      while (callers.stream().anyMatch(Thread::isAlive)) {
        callers.forEach(Thread::interrupt);
      }
      assertThat(failure.get()).as("what an interrupted caller was told").isNull();
      assertThat(log.usable()).isTrue();
      log.losePower();
    }
    try (DecisionLog log = DecisionLog.open(file)) {
      assertThat(returned).hasSize(800);
      assertThat(log.undone().keySet()).containsAll(returned);
    }
  }
}
