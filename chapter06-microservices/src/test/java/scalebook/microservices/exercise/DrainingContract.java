package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.InSteps;
import scalebook.book.exercise.Steps;
import scalebook.book.exercise.Thrown;

@InSteps
abstract class DrainingContract extends Contract {
  /** Nobody waits so long, unless he is not woken up. */
  private static final long LONG = 4_000;

  interface Answer {
    boolean tryEnter();

    void leave();

    boolean drain(long mostMillis) throws InterruptedException;
  }

  Answer answer() {
    return answer(Answer.class, Draining.class);
  }

  private Answer with(int inside) {
    Answer door = answer();
    for (int i = 0; i < inside; i++) {
      assertThat(door.tryEnter()).as("request %d comes in, before any drain", i + 1).isTrue();
    }
    return door;
  }

  /** A drain on a thread of its own. */
  private static final class Waiting {
    private final FutureTask<Boolean> drain;
    private final Thread thread;

    Waiting(Answer door, long mostMillis) {
      drain = new FutureTask<>(() -> door.drain(mostMillis));
      thread = new Thread(drain);
      thread.setDaemon(true);
      thread.start();
      long begin = System.nanoTime();
      while (!drain.isDone() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(2)) {
        if (thread.getState() == Thread.State.TIMED_WAITING) {
          return;
        }
        LockSupport.parkNanos(100_000);
      }
      assertThat(thread.getState())
          .as("a thread that drains, with somebody inside: it waits, and does not spin")
          .isEqualTo(Thread.State.TIMED_WAITING);
    }

    boolean isAwake() {
      Thread.State state = thread.getState();
      return state == Thread.State.BLOCKED || state == Thread.State.RUNNABLE;
    }

    boolean drained(String what) throws Exception {
      thread.join(LONG / 2);
      assertThat(drain.isDone()).as(what).isTrue();
      return drain.get();
    }
  }

  @Test
  @Order(1)
  void nobodyComesInOnceItDrains() throws InterruptedException {
    Answer door = with(3);
    assertThat(door.drain(0)).as("drained, with three inside").isFalse();
    assertThat(door.tryEnter()).as("let in after the drain has begun").isFalse();
    assertThat(door.tryEnter()).as("let in after the drain has begun").isFalse();
  }

  @Test
  @Order(2)
  void itIsDrainedWhenTheLastHasLeft() throws InterruptedException {
    assertThat(with(0).drain(0)).as("drained, when nobody came").isTrue();
    for (int inside : new int[] {3, 1, 10}) {
      Answer door = with(inside);
      for (int left = inside; left > 0; left--) {
        assertThat(door.drain(0)).as("drained, with %d of %d inside", left, inside).isFalse();
        door.tryEnter();
        door.leave();
      }
      assertThat(door.drain(0)).as("drained, after all have left").isTrue();
      assertThat(door.tryEnter()).as("let in after it has drained").isFalse();
      assertThat(door.drain(0)).as("drained once more").isTrue();
    }
  }

  @Test
  @Order(3)
  void nobodyLeavesWhoIsNotInside() throws InterruptedException {
    Answer door = with(0);
    assertThat(Thrown.by(door::leave))
        .as("leave, with nobody inside")
        .isInstanceOf(IllegalStateException.class);
    assertThat(door.tryEnter()).isTrue();
    assertThat(door.drain(0)).as("drained, with one inside: a mistake counts nobody out").isFalse();
  }

  @Test
  @Order(4)
  void itWaitsNoLongerThanAllowed() throws InterruptedException {
    for (long most : new long[] {60, 5}) {
      Answer door = with(2);
      long begin = System.nanoTime();
      assertThat(door.drain(most)).as("drained in %d ms, with two inside", most).isFalse();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
          .as("ms that a drain(%d) has waited", most)
          .isGreaterThanOrEqualTo(most)
          .isLessThan(LONG);
    }
  }

  @Test
  @Order(5)
  void theLastOneWakesUpAllThatWait() throws Exception {
    for (int threads : new int[] {1, 3}) {
      Answer door = with(2);
      List<Waiting> waiting = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        waiting.add(new Waiting(door, i == 1 ? Long.MAX_VALUE : LONG));
      }
      door.leave();
      assertThat(door.drain(0)).as("drained, with one of two inside").isFalse();
      assertThat(waiting.get(0).thread.isAlive()).as("it goes on waiting").isTrue();
      door.leave();
      for (Waiting one : waiting) {
        assertThat(one.drained("one of " + threads + " that wait hears that the last has left"))
            .isTrue();
      }
    }
  }

  @Test
  @Order(6)
  void aWakeUpForNothingEndsNoWait() throws Exception {
    Answer door = with(2);
    Waiting waiting = new Waiting(door, LONG);
    for (int i = 0; i < 50; i++) {
      door.tryEnter();
      door.drain(0);
    }
    door.leave();
    int looks = 0;
    do { // until it waits again, or is done
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    } while (waiting.isAwake() && ++looks < 100);
    assertThat(waiting.drain.isDone()).as("a drain ended with one inside").isFalse();
    door.leave();
    assertThat(waiting.drained("the last one has left")).isTrue();
  }

  @Test
  @Order(7)
  void anInterruptEndsTheWaitAndTheDoorStaysShut() throws Exception {
    Answer door = with(1);
    Waiting waiting = new Waiting(door, LONG);
    waiting.thread.interrupt();
    assertThat(Thrown.by(() -> waiting.drained("a drain ends when it is interrupted")))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(door.tryEnter()).as("let in after a drain was interrupted").isFalse();
  }

  /** Wherever the drain comes: who was let in is seen. */
  @Test
  @Order(8)
  void whoComesInWhileItDrainsIsSeen() throws Throwable {
    for (int inside : new int[] {0, 1}) {
      Steps.all(
          steps -> {
            Answer door = with(inside);
            AtomicBoolean in = new AtomicBoolean();
            AtomicBoolean drained = new AtomicBoolean();
            steps.meet(() -> in.set(door.tryEnter()), () -> drained.set(door.drain(0)));
            assertThat(in.get() && drained.get())
                .as("let in, and the instance was stopped; drain came after step %d", steps.after())
                .isFalse();
            for (int i = 0; i < inside + (in.get() ? 1 : 0); i++) {
              door.leave();
            }
            assertThat(door.drain(0)).as("drained, when all have left").isTrue();
          });
    }
  }

  /** Wherever the last one leaves: the drain hears it. */
  @Test
  @Order(9)
  void whoLeavesWhileItBeginsToWaitIsHeard() throws Throwable {
    Steps.all(
        steps -> {
          Answer door = with(1);
          AtomicBoolean left = new AtomicBoolean();
          Runnable leaves =
              () -> {
                if (left.compareAndSet(false, true)) {
                  door.leave();
                }
              };
          Thread later = whenItWaits(Thread.currentThread(), leaves);
          long begin = System.nanoTime();
          AtomicBoolean drained = new AtomicBoolean();
          steps.meet(() -> drained.set(door.drain(LONG)), leaves::run);
          later.interrupt();
          assertThat(drained.get()).as("drained, after the last one has left").isTrue();
          assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
              .as(
                  "ms of a drain; the last one left at step %d, and it heard nothing",
                  steps.after())
              .isLessThan(LONG);
        });
  }

  /** For the steps that come only after the wait. */
  private static Thread whenItWaits(Thread drains, Runnable leaves) {
    Thread later =
        new Thread(
            () -> {
              while (drains.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(1_000_000);
                if (Thread.interrupted()) {
                  return;
                }
              }
              leaves.run();
            });
    later.setDaemon(true);
    later.start();
    return later;
  }

  @Test
  @Order(10)
  void twoComeAndLeaveAtOnce() throws Throwable {
    Steps.all(
        steps -> {
          Answer door = with(0);
          steps.meet(door::tryEnter, door::tryEnter);
          assertThat(door.drain(0)).as("drained, with two inside").isFalse();
          door.leave();
          assertThat(door.drain(0)).as("drained, one of two is inside").isFalse();
          door.leave();
          assertThat(door.drain(0)).as("drained, step %d", steps.after()).isTrue();
        });
  }

  @Test
  @Order(11)
  void twoLeaveAtOnce() throws Throwable {
    Steps.all(
        steps -> {
          Answer door = with(2);
          steps.meet(door::leave, door::leave);
          assertThat(door.drain(0))
              .as("drained, after two have left, the second after step %d", steps.after())
              .isTrue();
        });
  }
}
