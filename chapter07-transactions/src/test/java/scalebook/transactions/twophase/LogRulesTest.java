package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a decision log and its frames promise, one by one. */
class LogRulesTest {
  private static final List<String> ALL = List.of("orders", "inventory");
  private static final String LONGEST = "x".repeat(4_096);

  @TempDir Path folder;

  /** Counts forces, and fails when it is told to. */
  private static final class Counted extends Disk {
    private int forces;
    private RandomAccessFile last;
    private boolean fails;
    private long waitsForBytes;

    @Override
    void force(RandomAccessFile file) throws IOException {
      if (waitsForBytes > 0) {
        await().until(() -> file.length() >= waitsForBytes);
        waitsForBytes = 0;
        throw new IOException("the disk fails once");
      }
      if (fails) {
        throw new IOException("the disk fails");
      }
      forces++;
      last = file;
      super.force(file);
    }
  }

  private final Counted disk = new Counted();

  private DecisionLog log() throws IOException {
    return new DecisionLog(folder.resolve("log"), 1 << 20, disk);
  }

  @Test
  void aFrameHoldsALineOfAnyLengthUpToTheMost() {
    for (String line : List.of("x", "C T1 orders", "\u00e9\u20ac", LONGEST)) {
      assertThat(Frames.read(Frames.of(line))).as("%s", line).containsExactly(line);
    }
    assertThatThrownBy(() -> Frames.of(LONGEST + "x")).hasMessageContaining("4097 bytes");
    assertThat(Frames.of("abc")).as("length and checksum, then the line").hasSize(8 + 3);
  }

  @Test
  void framesAfterATornOneAreNotRead() {
    byte[] good = Frames.of("good");
    assertThat(Frames.read(Arrays.copyOf(good, good.length + 8)))
        .as("a tail of zeros, as long as a head: a disk may leave it")
        .containsExactly("good");
    assertThat(Frames.read(Arrays.copyOf(good, good.length - 1)))
        .as("one byte is missing")
        .isEmpty();
    byte[] wrong = good.clone();
    wrong[wrong.length - 1] ^= 1;
    assertThat(Frames.read(wrong)).as("one bit is wrong").isEmpty();
    byte[] negative = good.clone();
    negative[0] = -1;
    assertThat(Frames.read(negative)).as("a length below zero").isEmpty();
  }

  @Test
  void aForceIsPaidOnceForADecisionAndNotForItsEnd() throws IOException {
    try (DecisionLog log = log()) {
      assertThat(disk.forces).as("forces of a new log").isEqualTo(1);
      log.decided("T1", ALL);
      assertThat(disk.forces).as("with one decision").isEqualTo(2);
      assertThat(log.isDecided("T1")).isTrue();
      assertThat(disk.forces).as("it is on disk already").isEqualTo(2);
      log.done("T1");
      assertThat(disk.forces).as("to commit again would do no harm").isEqualTo(2);
      assertThat(log.isDecided("T1")).isFalse();
    }
  }

  @Test
  void aBrokenLogAnswersNothing() throws IOException {
    try (DecisionLog log = log()) {
      log.decided("T1", ALL);
      disk.fails = true;
      assertThatThrownBy(() -> log.decided("T2", ALL)).hasMessage("the disk fails");
      disk.fails = false;
      assertThatThrownBy(() -> log.done("T1")).hasMessageContaining("broken");
      assertThatThrownBy(() -> log.isDecided("T1")).hasMessageContaining("broken");
      assertThatThrownBy(() -> log.isDecided("T9"))
          .as("not even that it knows nothing of it")
          .hasMessageContaining("broken");
    }
  }

  /** Two have written; the one force that was to serve both fails. */
  @Test
  void aFailedForceFailsAllWhoWaitedForIt() throws Exception {
    int record = Frames.of("C T1 orders inventory").length;
    try (DecisionLog log = log()) {
      disk.waitsForBytes = 2L * record;
      ExecutorService callers = Executors.newFixedThreadPool(2);
      List<Future<?>> deciding = new ArrayList<>();
      for (String number : List.of("T1", "T2")) {
        deciding.add(
            callers.submit(
                () -> {
                  log.decided(number, ALL);
                  return number;
                }));
      }
      for (Future<?> one : deciding) {
        assertThatThrownBy(one::get)
            .as("a decision whose force failed, or came after one that did")
            .hasCauseInstanceOf(IOException.class);
      }
      callers.shutdown();
    }
  }

  @Test
  void anUnforcedRecordIsLostWithThePower() throws IOException {
    try (DecisionLog log = log()) {
      log.decided("T1", ALL);
      log.done("T1");
      log.losePower();
    }
    try (DecisionLog log = new DecisionLog(folder.resolve("log"), 1 << 20, new Disk())) {
      assertThat(log.undone()).as("its end was only written").containsOnlyKeys("T1");
    }
  }

  @Test
  void aLogThatIsWrittenAnewIsForcedWhole() throws IOException {
    try (DecisionLog log = new DecisionLog(folder.resolve("small"), 200, disk)) {
      log.decided("keeps", ALL);
      for (int i = 0; i < 20; i++) {
        log.done("T" + i); // nothing of this is ever forced by its caller
      }
      assertThat(Files.size(folder.resolve("small"))).as("bytes").isLessThan(250);
      log.losePower();
    }
    try (DecisionLog log = DecisionLog.open(folder.resolve("small"))) {
      assertThat(log.undone()).as("after a rewrite and a loss of power").containsOnlyKeys("keeps");
    }
  }

  @Test
  void aWritersInterruptIsKeptThroughARewrite() throws IOException {
    try (DecisionLog log = new DecisionLog(folder.resolve("small"), 1, disk)) {
      Thread.currentThread().interrupt();
      log.decided("T1", ALL);
      assertThat(Thread.interrupted()).as("its caller's interrupt").isTrue();
    }
  }

  @Test
  void aClosedLogMayBeOpenedAgain() throws IOException {
    DecisionLog first = log();
    first.close();
    assertThatThrownBy(() -> first.done("T1")).as("a closed log").isInstanceOf(IOException.class);
    log().close();
  }

  /** The caller hangs in its own force, and recovery asks meanwhile. */
  @Test
  void aWrittenDecisionIsForcedBeforeItCounts() throws Exception {
    CountDownLatch forcing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Disk slow =
        new Disk() {
          @Override
          void force(RandomAccessFile file) throws IOException {
            if (file.length() > 0) {
              forcing.countDown();
              await().until(() -> goOn.getCount() == 0);
            }
            super.force(file);
          }
        };
    try (DecisionLog log = new DecisionLog(folder.resolve("slow"), 1 << 20, slow)) {
      CompletableFuture<Void> decided = new CompletableFuture<>();
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      daemon(
          () -> {
            log.decided("T1", ALL);
            return decided.complete(null);
          });
      forcing.await();
      Thread asks = daemon(() -> answer.complete(log.isDecided("T1")));
      await().until(() -> answer.isDone() || asks.getState() == Thread.State.BLOCKED);
      assertThat(answer).as("an answer before the decision is on disk").isNotDone();
      goOn.countDown();
      assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
      decided.get(10, TimeUnit.SECONDS);
    }
  }

  private static Thread daemon(Callable<Boolean> work) {
    Thread thread = new Thread(new FutureTask<>(work));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void aLogIsWrittenAnewOnlyBeyondItsBoundAndTheOldFileIsClosed() throws IOException {
    int bound = Frames.of("C T1 orders inventory").length + Frames.of("D T1").length;
    try (DecisionLog log = new DecisionLog(folder.resolve("log"), bound, disk)) {
      log.decided("T1", ALL);
      log.done("T1");
      assertThat(disk.forces).as("forces of a log that is just full").isEqualTo(2);
      RandomAccessFile old = disk.last;
      log.done("T1");
      assertThat(disk.forces).as("and of the new file").isEqualTo(3);
      assertThat(disk.last).isNotSameAs(old);
      assertThat(old.getChannel().isOpen()).as("the old file is open").isFalse();
    }
  }

  @Test
  void onlyAForcedDecisionOutlivesThePower() throws IOException {
    for (boolean forced : new boolean[] {true, false}) {
      Path file = folder.resolve("forced " + forced);
      try (DecisionLog log = DecisionLog.open(file, forced)) {
        log.decided("T1", ALL);
        log.losePower();
      }
      try (DecisionLog log = DecisionLog.open(file)) {
        assertThat(log.isDecided("T1")).as("a decision, forced: %s", forced).isEqualTo(forced);
      }
    }
  }
}
