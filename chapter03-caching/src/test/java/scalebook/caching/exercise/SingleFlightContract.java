package scalebook.caching.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Steps;
import scalebook.book.exercise.Thrown;
import scalebook.lab.exercise.Todo;

abstract class SingleFlightContract extends SingleFlightOfThreeContract {
  private static final int CALLERS = 16;
  private static final long LONG_SECONDS = 3;
  private static final long MILLIS_TO_ARRIVE = 2_000;

  private final List<Thread> callers = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread caller = new Thread(task);
            callers.add(caller);
            return caller;
          });

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  /** Who never fetches is not waited for: it may be unfinished, and says so. */
  private static void awaitFetch(CountDownLatch fetching, Future<String> caller) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG_SECONDS);
    while (!fetching.await(5, TimeUnit.MILLISECONDS)) {
      if (caller.isDone() || System.nanoTime() - end > 0) {
        of(caller);
        throw new AssertionError("an answer without a fetch");
      }
    }
  }

  /** Until all callers wait for something, also a moment later. */
  private void awaitArrival() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_TO_ARRIVE);
    int quiet = 0;
    while (quiet < 3 && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(20);
      boolean all = callers.stream().noneMatch(c -> c.getState() == Thread.State.RUNNABLE);
      quiet = all ? quiet + 1 : 0;
    }
  }

  private static String of(Future<String> result) throws Exception {
    try {
      return result.get(LONG_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a caller waits for ever");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Todo todo) {
        throw todo;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Test
  @Order(1)
  void aCallerDuringAFetchGetsItsResult() throws Exception {
    Answer flights = answer();
    AtomicInteger fetches = new AtomicInteger();
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Callable<String> fetch =
        () -> {
          fetching.countDown();
          goOn.await(LONG_SECONDS, TimeUnit.SECONDS);
          return "book " + fetches.incrementAndGet();
        };
    List<Future<String>> results = new ArrayList<>();
    results.add(threads.submit(() -> flights.get("7", fetch)));
    awaitFetch(fetching, results.get(0));
    for (int i = 1; i < CALLERS; i++) {
      results.add(threads.submit(() -> flights.get("7", fetch)));
    }
    awaitArrival(); // who is late fetches alone, and that is right
    goOn.countDown();
    int same = 0;
    for (Future<String> result : results) {
      same += of(result).equals("book 1") ? 1 : 0;
    }
    assertThat(fetches.get())
        .as("fetches for %d callers at the same time", CALLERS)
        .isLessThan(CALLERS / 4);
    assertThat(same).as("callers that got what the first one fetched").isGreaterThan(CALLERS / 2);
  }

  @Test
  @Order(2)
  void otherKeysDoNotWait() throws Exception {
    Answer flights = answer();
    CountDownLatch bothFetch = new CountDownLatch(2);
    Callable<String> fetch =
        () -> {
          bothFetch.countDown();
          return bothFetch.await(2, TimeUnit.SECONDS) ? "both" : "alone";
        };
    Future<String> one = threads.submit(() -> flights.get("7", fetch));
    Future<String> other = threads.submit(() -> flights.get("8", fetch));
    assertThat(List.of(of(one), of(other)))
        .as("two fetches of different keys, each of which waits until the other has begun")
        .containsExactly("both", "both");
  }

  @Test
  @Order(3)
  void otherKeysDoNotWaitWhateverTheirHash() throws Exception {
    Answer flights = answer();
    CountDownLatch bothFetch = new CountDownLatch(2);
    Callable<String> fetch =
        () -> {
          bothFetch.countDown();
          return bothFetch.await(1, TimeUnit.SECONDS) ? "both" : "alone";
        };
    Future<String> one = threads.submit(() -> flights.get("Aa", fetch));
    Future<String> other = threads.submit(() -> flights.get("BB", fetch));
    assertThat(List.of(of(one), of(other)))
        .as("two keys with the same hash: no lock of a map's bin while the database takes its time")
        .containsExactly("both", "both");
  }

  /** The second caller comes between any two steps of the first one. */
  @Test
  @Order(4)
  void neverTwoFetchesOfAKeyAtATime() throws Throwable {
    Steps.all(
        steps -> {
          Answer flights = answer();
          AtomicInteger fetching = new AtomicInteger();
          AtomicInteger most = new AtomicInteger();
          CountDownLatch both = new CountDownLatch(2);
          Thread first = Thread.currentThread();
          Callable<String> fetch =
              () -> {
                most.accumulateAndGet(fetching.incrementAndGet(), Math::max);
                both.countDown();
                Steps.step(); // also here the other one may come
                if (Thread.currentThread() != first) {
                  both.await(50, TimeUnit.MILLISECONDS); // so that the first one may fetch as well
                }
                fetching.decrementAndGet();
                return "a book";
              };
          ThrowingCallable wants = () -> assertThat(flights.get("7", fetch)).isEqualTo("a book");
          steps.meet(wants, wants);
          assertThat(most.get())
              .as("fetches at the same time: one caller comes at step %d", steps.after())
              .isEqualTo(1);
        });
  }

  @Test
  @Order(5)
  void aFinishedFetchIsNotKept() throws Exception {
    Answer flights = answer();
    AtomicInteger fetches = new AtomicInteger();
    for (int i = 1; i <= 3; i++) {
      assertThat(flights.get("7", () -> "price " + fetches.incrementAndGet()))
          .as("caller %d, who came when nobody was fetching: an old answer would be a stale one", i)
          .isEqualTo("price " + i);
    }
  }

  @Test
  @Order(6)
  void aFailureIsPassedOnAndForgotten() throws Exception {
    Answer flights = answer();
    Throwable thrown =
        Thrown.by(
            () ->
                flights.get(
                    "7",
                    () -> {
                      throw new IOException("the database is away");
                    }));
    assertThat(thrown)
        .as("what the fetch threw, not something wrapped around it")
        .isInstanceOf(IOException.class)
        .hasMessage("the database is away");
    Future<String> next = threads.submit(() -> flights.get("7", () -> "a book"));
    assertThat(of(next)).as("the next caller, after a failure").isEqualTo("a book");
  }

  @Test
  @Order(7)
  void thoseWhoWaitedAreToldOfTheFailure() throws Exception {
    Answer flights = answer();
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Callable<String> failing =
        () -> {
          fetching.countDown();
          goOn.await(LONG_SECONDS, TimeUnit.SECONDS);
          throw new IOException("away");
        };
    Future<String> first = threads.submit(() -> flights.get("7", failing));
    awaitFetch(fetching, first);
    Future<String> second = threads.submit(() -> flights.get("7", () -> "a second fetch"));
    Steps.untilItEndsOrWaits(callers.get(1));
    goOn.countDown();
    assertThatThrownBy(() -> of(first)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> of(second))
        .as("who waited gets what the fetch threw, and fetches no more")
        .isInstanceOf(IOException.class);
  }

  @Test
  @Order(8)
  void anErrorIsPassedOnAndForgotten() throws Exception {
    Answer flights = answer();
    Throwable thrown =
        Thrown.by(
            () ->
                flights.get(
                    "7",
                    () -> {
                      throw new OutOfMemoryError("of the fetch");
                    }));
    assertThat(thrown).as("what the fetch threw").hasMessage("of the fetch");
    Future<String> next = threads.submit(() -> flights.get("7", () -> "a book"));
    assertThat(of(next)).as("the next caller, after an error").isEqualTo("a book");
  }

  @Test
  @Order(9)
  void nothingIsAnAnswerToo() throws Exception {
    AtomicInteger fetches = new AtomicInteger();
    String nothing =
        answer()
            .get(
                "7",
                () -> {
                  fetches.incrementAndGet();
                  return null;
                });
    assertThat(nothing).as("what the fetch returned").isNull();
    assertThat(fetches.get()).as("fetches").isEqualTo(1);
  }
}
