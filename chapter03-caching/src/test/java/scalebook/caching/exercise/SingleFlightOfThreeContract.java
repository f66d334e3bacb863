package scalebook.caching.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.InSteps;
import scalebook.book.exercise.Steps;

/** What only three threads show: one fetches, one waits for it, and one comes. */
@InSteps
abstract class SingleFlightOfThreeContract extends Contract {
  private static final long LONG_SECONDS = 10;

  interface Answer {
    String get(String key, Callable<String> fetch) throws Exception;
  }

  Answer answer() {
    return answer(Answer.class, SingleFlight.class);
  }

  /** A thread whose end is all that matters. */
  private static Thread started(ThrowingCallable task) {
    Thread thread = new Thread(() -> Assertions.catchThrowable(task));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The second caller of 7 is seen to wait, or to fetch: no moment is guessed. */
  @Test
  @Order(10)
  void whoEndsAFetchEndsNoOther() throws Exception {
    Answer flights = answer();
    AtomicInteger fetches = new AtomicInteger();
    String book =
        flights.get(
            "7",
            () -> {
              flights.get("8", () -> "a pen");
              Thread second = started(() -> flights.get("7", () -> "" + fetches.addAndGet(1)));
              long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG_SECONDS);
              while (fetches.get() == 0
                  && second.getState() == Thread.State.RUNNABLE
                  && System.nanoTime() - end < 0) {
                Thread.onSpinWait();
              }
              return fetches.get() == 0 ? "a book" : "two fetches of 7, after one of 8 has ended";
            });
    assertThat(book).isEqualTo("a book");
  }

  /** Until this thread waits for another one, or the time is over: then no order is forced. */
  private static void untilItWaits(Thread thread, long mostMillis) throws InterruptedException {
    for (long ms = 0; ms < mostMillis; ms++) {
      Thread.State state = thread.getState();
      if (state == Thread.State.WAITING || state == Thread.State.BLOCKED) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /**
   * The first one fetches until the second one waits. At each step of the second one, also when the
   * first one has ended, the third one comes and fetches, until the second one waits once more.
   */
  @Test
  @Order(11)
  void whoWaitedEndsNoOther() throws Throwable {
    assertThat(answer().get("7", () -> "a book")).isEqualTo("a book");
    Steps.all(
        steps -> {
          Answer flights = answer();
          AtomicInteger fetching = new AtomicInteger();
          AtomicInteger most = new AtomicInteger();
          CountDownLatch begun = new CountDownLatch(1);
          Thread second = Thread.currentThread();
          Callable<String> fetch =
              () -> {
                most.accumulateAndGet(fetching.incrementAndGet(), Math::max);
                begun.countDown();
                if (Thread.currentThread() != second) {
                  untilItWaits(second, 200);
                }
                fetching.decrementAndGet();
                return "a book";
              };
          Thread first = started(() -> flights.get("7", fetch));
          assertThat(begun.await(LONG_SECONDS, TimeUnit.SECONDS)).as("a fetch").isTrue();
          steps.meet(
              () -> {
                assertThat(flights.get("7", fetch)).isEqualTo("a book");
                assertThat(flights.get("7", fetch)).isEqualTo("a book");
              },
              () -> assertThat(flights.get("7", fetch)).isEqualTo("a book"),
              first);
          assertThat(most.get())
              .as("fetches at the same time: a third caller comes at step %d", steps.after())
              .isEqualTo(1);
        });
  }

  @Test
  @Order(12)
  void whoIsInterruptedEndsNoOther() throws Exception {
    Answer flights = answer();
    AtomicInteger fetches = new AtomicInteger();
    Callable<String> again = () -> "fetch " + fetches.incrementAndGet();
    List<String> got = new CopyOnWriteArrayList<>();
    List<Thread> others = new ArrayList<>();
    String book =
        flights.get(
            "7",
            () -> {
              Thread interrupted = started(() -> flights.get("7", again));
              others.add(started(() -> got.add(flights.get("7", again))));
              Steps.untilItEndsOrWaits(interrupted);
              Steps.untilItEndsOrWaits(others.get(0));
              interrupted.interrupt();
              interrupted.join(TimeUnit.SECONDS.toMillis(LONG_SECONDS)); // or it waits on
              others.add(started(() -> got.add(flights.get("7", again))));
              Steps.untilItEndsOrWaits(others.get(1));
              return "a book";
            });
    for (Thread other : others) {
      other.join(TimeUnit.SECONDS.toMillis(LONG_SECONDS));
    }
    assertThat(book).as("what the first one fetched").isEqualTo("a book");
    assertThat(got)
        .as("what two others got, one of whom waited already when a third one was interrupted")
        .containsExactly("a book", "a book");
    assertThat(fetches.get()).as("further fetches").isZero();
  }
}
