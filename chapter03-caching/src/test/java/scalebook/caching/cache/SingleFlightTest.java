package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  @Test
  void oneCallerLoadsAndTheOthersGetItsResult() throws Exception {
    SingleFlight<String> flights = new SingleFlight<>(10_000);
    AtomicInteger work = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(20);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<SingleFlight.Landed<String>>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(
          threads.submit(
              () -> {
                asked.countDown();
                return flights.join(
                    "a",
                    () -> {
                      goOn.await(10, TimeUnit.SECONDS);
                      return "work " + work.incrementAndGet();
                    });
              }));
    }
    asked.await(10, TimeUnit.SECONDS);
    await().until(() -> flights.flying() == 1);
    goOn.countDown();
    int own = 0;
    for (Future<SingleFlight.Landed<String>> one : all) {
      own += one.get(10, TimeUnit.SECONDS).own() ? 1 : 0;
    }
    assertThat(own).as("callers that flew, each for one piece of work").isEqualTo(work.get());
    assertThat(flights.flying()).isZero();
    threads.shutdown();
  }

  @Test
  void anErrorLeavesNobodyWaiting() throws Exception {
    SingleFlight<String> flights = new SingleFlight<>(10_000);
    assertThatThrownBy(
            () ->
                flights.join(
                    "a",
                    () -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(flights.join("a", () -> "fine").value()).isEqualTo("fine");
  }

  @Test
  void theWaitForAnothersFlightIsBounded() throws Exception {
    SingleFlight<String> flights = new SingleFlight<>(50);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch flying = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    threads.submit(
        () ->
            flights.join(
                "a",
                () -> {
                  flying.countDown();
                  return goOn.await(10, TimeUnit.SECONDS) ? "" : "late";
                }));
    flying.await(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> flights.join("a", () -> "other"))
        .isInstanceOf(LoadLimit.Overloaded.class);
    goOn.countDown();
    threads.shutdown();
  }

  @Test
  void aFailureIsEverybodysOnce() throws Exception {
    for (Throwable failure : List.of(new IllegalStateException("no"), new StackOverflowError())) {
      SingleFlight<String> flights = new SingleFlight<>(10_000);
      CountDownLatch goOn = new CountDownLatch(1);
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Future<SingleFlight.Landed<String>> flies =
          threads.submit(
              () ->
                  flights.join(
                      "a",
                      () -> {
                        goOn.await(10, TimeUnit.SECONDS);
                        if (failure instanceof Exception bad) {
                          throw bad;
                        }
                        throw (Error) failure;
                      }));
      await().until(() -> flights.flying() == 1);
      AtomicReference<Thread> waiter = new AtomicReference<>();
      Future<SingleFlight.Landed<String>> waits =
          threads.submit(
              () -> {
                waiter.set(Thread.currentThread());
                return flights.join("a", () -> "never asked");
              });
      await()
          .until(
              () -> waiter.get() != null && waiter.get().getState() == Thread.State.TIMED_WAITING);
      goOn.countDown();
      assertThatThrownBy(() -> flies.get(10, TimeUnit.SECONDS)).hasCause(failure);
      assertThatThrownBy(() -> waits.get(10, TimeUnit.SECONDS)).hasRootCause(failure);
      assertThat(flights.flying()).as("flights after the failure").isZero();
      threads.shutdown();
    }
  }

  @Test
  void aCallerDuringAFlightGetsItsResult() throws Exception {
    SingleFlight<String> flights = new SingleFlight<>(10_000);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CountDownLatch flying = new CountDownLatch(1);
    threads.submit(
        () ->
            flights.join(
                "a",
                () -> {
                  flying.countDown();
                  goOn.await(10, TimeUnit.SECONDS);
                  return "one";
                }));
    flying.await(10, TimeUnit.SECONDS);
    assertThat(flights.flying()).isEqualTo(1);
    assertThat(flights.join("b", () -> "other")).as("another key").matches(l -> l.own());
    goOn.countDown();
    SingleFlight.Landed<String> landed = flights.join("a", () -> "two");
    assertThat(landed.value()).as("its own work").isEqualTo(landed.own() ? "two" : "one");
    threads.shutdown();
  }
}
