package scalebook.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void everyRequestIsInTheLedgerOnce() throws Exception {
    Set<Long> numbers = ConcurrentHashMap.newKeySet();
    try (Load load =
        Load.closed(
            4,
            1_000,
            number -> {
              assertThat(numbers.add(number)).isTrue();
              if (number % 10 == 0) {
                throw new IllegalStateException("every tenth");
              }
            })) {
      Ledger ledger = load.await();
      assertThat(numbers).hasSize(1_000);
      assertThat(ledger.sentCount()).isEqualTo(1_000);
      assertThat(ledger.failedCount()).isEqualTo(100);
      assertThat(ledger.acknowledgedCount()).isEqualTo(900);
      assertThat(ledger.reasons())
          .containsExactly(java.util.Map.entry("IllegalStateException: every tenth", 100L));
    }
  }

  /** The trap of coordinated omission: a stalled server also stalls those who measure it. */
  @Test
  void anOpenLoopShowsAStallThatAClosedLoopHides() throws Exception {
    Ledger closed = Load.closed(1, 200, LoadTest::stallOnce).await();
    Ledger open = Load.open(1_000, 1, 200, LoadTest::stallOnce).await();
    assertThat(closed.millisAt(95)).as("199 of 200 look fast").isLessThan(50);
    assertThat(open.millisAt(50)).as("half of them came during the stall").isGreaterThan(50);
  }

  private static void stallOnce(long number) throws InterruptedException {
    if (number == 0) {
      Thread.sleep(200); // the stall
    }
  }

  /** Who sends less than was asked for must not look as if nobody had asked. */
  @Test
  void whatIsDueAndFindsNoCallerIsCounted() throws Exception {
    Semaphore free = new Semaphore(0);
    try (Load load = Load.open(1_000, 1, Long.MAX_VALUE, number -> free.acquire())) {
      while (load.waiting() < 50) {
        Thread.onSpinWait();
      }
      assertThat(load.ledger().sentCount()).isEqualTo(1);
      free.release(Integer.MAX_VALUE);
      assertThat(load.stop().failedCount()).isZero();
      assertThat(load.waiting()).isZero();
    }
  }

  @Test
  void stopLetsRequestsUnderWayFinish() throws Exception {
    Semaphore entered = new Semaphore(0);
    try (Load load =
        Load.closed(
            3,
            Long.MAX_VALUE,
            number -> {
              entered.release();
              Thread.sleep(20);
            })) {
      entered.acquire(3);
      Ledger ledger = load.stop();
      assertThat(ledger.failedCount()).isZero();
      assertThat(ledger.acknowledgedCount()).isEqualTo(ledger.sentCount());
    }
  }
}
