package scalebook.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Tasks;
import scalebook.lab.fault.Wire;

/** Keepers alone, on a clock of ours, and three of them behind wires. */
class LeaseTest {
  private static final String NAME = "primary";
  private static final long TTL = 500;
  private static final long LONG_TTL = 2_000; // a machine may stand still for a while
  private static final int LEASES = 12;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000); // it overflows soon
  private final Map<String, Wire> wires = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private ThreeKeepers keepers;
  @TempDir private Path folder;

  private DiskKeeper keeper() {
    return new DiskKeeper(folder, 2_000, nanos::get);
  }

  private void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  @Test
  void anEpochIsGivenOnceAndOnlyWhenTheLastIsOver() {
    DiskKeeper keeper = keeper();
    assertThat(keeper.acquire(NAME, 1, "a", TTL)).isTrue();
    assertThat(keeper.acquire(NAME, 1, "b", TTL)).as("the same epoch").isFalse();
    assertThat(keeper.acquire(NAME, 2, "b", TTL)).as("the lease of 1 lasts").isFalse();
    pass(TTL - 1);
    assertThat(keeper.acquire(NAME, 2, "b", TTL)).as("a millisecond is left").isFalse();
    assertThat(keeper.renew(NAME, 1, "a", TTL)).as("its holder may go on").isTrue();
    pass(TTL);
    assertThat(keeper.acquire(NAME, 2, "b", TTL)).as("now it is over").isTrue();
    assertThat(keeper.renew(NAME, 1, "a", TTL)).as("an old epoch comes back").isFalse();
    keeper.release(NAME, 1, "a");
    keeper.release(NAME, 2, "a");
    assertThat(keeper.acquire(NAME, 3, "c", TTL))
        .as("who does not hold it releases nothing")
        .isFalse();
  }

  @Test
  void aKeeperThatWasRestartedHasForgottenNoEpochAndTrustsNoTime() {
    keeper().acquire(NAME, 7, "a", TTL);
    DiskKeeper again = keeper();
    assertThat(again.look(NAME).epoch()).isEqualTo(7);
    pass(TTL + 1);
    assertThat(again.acquire(NAME, 8, "b", TTL))
        .as("it does not know when it gave the lease: it waits for the longest there is")
        .isFalse();
    assertThat(again.renew(NAME, 7, "a", TTL)).isTrue();
    pass(2_000);
    assertThat(again.acquire(NAME, 7, "b", TTL)).as("epoch 7 was given once").isFalse();
    assertThat(again.acquire(NAME, 8, "b", TTL)).isTrue();
  }

  @Test
  void aRenewalThatComesAfterItsLeaseWasGivenBackIsTooLate() {
    DiskKeeper keeper = keeper();
    keeper.acquire(NAME, 1, "a", TTL);
    keeper.release(NAME, 1, "a");
    assertThat(keeper.renew(NAME, 1, "a", TTL)).as("it was on its way").isFalse();
    assertThat(keeper.acquire(NAME, 2, "b", TTL)).as("nobody has it").isTrue();
  }

  @BeforeEach
  void threeKeepers() throws Exception {
    keepers = new ThreeKeepers(folder);
    keepers
        .ports()
        .forEach(
            (name, port) -> {
              wires.put(name, Wire.to("127.0.0.1", port));
              ports.put(name, wires.get(name).port());
            });
    try (Quorum warm = ThreeKeepers.quorum(ports, "warm")) { // a JVM's first answer takes its time
      await().until(() -> warm.look("warm").isPresent());
    }
  }

  @AfterEach
  void close() {
    keepers.close();
    wires.values().forEach(Wire::close);
  }

  @Test
  void aLeaseCountsFromBeforeItsRequest() {
    wires.values().forEach(wire -> wire.delay(Duration.ofMillis(60)));
    try (Quorum one = ThreeKeepers.quorum(ports, "one")) {
      long before = 0;
      OptionalLong until = OptionalLong.empty();
      for (long epoch = 1; until.isEmpty(); epoch++) { // a busy keeper may not answer in time
        before = System.nanoTime();
        until = one.acquire(NAME, epoch, LONG_TTL);
      }
      assertThat(System.nanoTime() - before).as("a slow answer").isGreaterThan(120_000_000);
      assertThat(until.getAsLong() - before)
          .as("a keeper may have begun to count at once: it must end here before it ends there")
          .isLessThan(LONG_TTL * 1_000_000);
    }
  }

  @Test
  void aMajorityIsEnoughAndLessIsNot() {
    try (Quorum one = ThreeKeepers.quorum(ports, "one");
        Quorum other = ThreeKeepers.quorum(ports, "other")) {
      wires.get("k0").blackHole();
      assertThat(one.acquire(NAME, 1, LONG_TTL)).as("two of three").isPresent();
      assertThat(other.acquire(NAME, 2, LONG_TTL)).as("somebody has it").isEmpty();
      wires.get("k1").blackHole();
      assertThat(one.renew(NAME, 1, LONG_TTL)).as("one of three").isEmpty();
      assertThat(one.look(NAME)).as("nobody can say").isEmpty();
    }
  }

  @Test
  void manyWhoWantItAtOnceAreNeverTwo() throws Exception {
    Random random = new Random(11);
    List<long[]> held = Collections.synchronizedList(new ArrayList<>());
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Quorum quorum = ThreeKeepers.quorum(ports, "client" + i);
      long pause = 5 + random.nextInt(30);
      all.add(
          Tasks.daemon(
              "wants-" + i,
              () -> {
                long end = System.nanoTime() + 30_000_000_000L;
                while (held.size() < LEASES && System.nanoTime() - end < 0) {
                  quorum
                      .look(NAME)
                      .filter(seen -> !seen.valid())
                      .ifPresent(
                          seen -> {
                            long epoch = seen.epoch() + 1;
                            quorum
                                .acquire(NAME, epoch, 100)
                                .ifPresent(
                                    until ->
                                        held.add(new long[] {epoch, System.nanoTime(), until}));
                          });
                  LockSupport.parkNanos(pause * 1_000_000);
                }
                quorum.close();
              }));
    }
    all.forEach(Thread::start);
    for (Thread one : all) {
      one.join();
    }
    held.sort(Comparator.comparingLong(lease -> lease[0]));
    assertThat(held).as("leases").hasSizeGreaterThanOrEqualTo(LEASES);
    for (int i = 1; i < held.size(); i++) {
      assertThat(held.get(i)[0]).as("no epoch twice").isGreaterThan(held.get(i - 1)[0]);
      assertThat(held.get(i)[1] - held.get(i - 1)[2])
          .as("epoch %d is known after the lease of %d is over", held.get(i)[0], held.get(i - 1)[0])
          .isPositive();
    }
  }
}
