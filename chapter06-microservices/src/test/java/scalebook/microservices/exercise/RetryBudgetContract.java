package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class RetryBudgetContract extends Contract {
  interface Answer {
    void call();

    boolean tryRetry();
  }

  Answer answer(int reserve) {
    return answer(Answer.class, RetryBudget.class, reserve);
  }

  private static int retries(Answer budget, int wanted) {
    int got = 0;
    for (int i = 0; i < wanted; i++) {
      got += budget.tryRetry() ? 1 : 0;
    }
    return got;
  }

  @Test
  @Order(1)
  void atTheBeginningThereIsAReserve() {
    Answer budget = answer(5);
    assertThat(retries(budget, 20))
        .as("retries of a new budget with a reserve of five")
        .isEqualTo(5);
  }

  @Test
  @Order(2)
  void tenCallsEarnOneRetry() {
    Answer budget = answer(5);
    retries(budget, 20);
    for (int i = 0; i < 9; i++) {
      budget.call();
    }
    assertThat(budget.tryRetry()).as("after nine calls").isFalse();
    budget.call();
    assertThat(budget.tryRetry()).as("after the tenth call: ten times a tenth is one").isTrue();
    assertThat(budget.tryRetry()).as("and that was it").isFalse();
  }

  @Test
  @Order(3)
  void whenEverythingFailsOneInTenIsRetried() {
    Answer budget = answer(3);
    int got = 0;
    for (int i = 0; i < 1_000; i++) {
      budget.call();
      got += budget.tryRetry() ? 1 : 0;
    }
    assertThat(got)
        .as("retries of 1,000 calls that all fail: 100 and the reserve")
        .isBetween(100, 103);
  }

  @Test
  @Order(4)
  void aQuietDaySavesNoMoreThanTheReserve() {
    Answer budget = answer(5);
    for (int i = 0; i < 100_000; i++) {
      budget.call();
    }
    assertThat(retries(budget, 1_000))
        .as("retries at once, after 100,000 good calls: a storm must not find a full account")
        .isEqualTo(5);
  }

  @Test
  @Order(5)
  void theLastOneIsGivenOnce() throws Exception {
    Answer budget = answer(2_000);
    AtomicInteger got = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  got.addAndGet(retries(budget, 1_000));
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    budget.tryRetry(); // on the test's own thread: a stub says so here
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(got.get()).as("retries given to eight threads, of 2,000 less one").isEqualTo(1_999);
  }
}
