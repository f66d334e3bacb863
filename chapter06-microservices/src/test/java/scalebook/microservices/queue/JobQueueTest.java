package scalebook.microservices.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.process.Tasks;
import scalebook.lab.fault.Crash;

@Timeout(60)
@ExtendWith(WithLab.class)
class JobQueueTest {
  private final Redis redis;
  private final MySql effects;
  private JobQueue queue;

  JobQueueTest(Redis jobs, MySql effects) {
    this.redis = jobs;
    this.effects = effects;
  }

  @BeforeEach
  void empty() {
    redis.client().flushAll();
    queue = new JobQueue(redis.client(), 3, Handling.DEFAULT);
  }

  @Test
  void aFullQueueRefuses() {
    assertThat(queue.offer("a", "")).isTrue();
    assertThat(queue.offer("b", "")).isTrue();
    assertThat(queue.offer("c", "")).isTrue();
    assertThat(queue.offer("d", "")).as("the fourth of three").isFalse();
    queue.done(queue.take("w", 100).orElseThrow(), "done");
    assertThat(queue.offer("d", "")).as("when one is done").isTrue();
  }

  @Test
  void aJobInSomebodysHandsStillCounts() {
    queue.offer("a", "");
    queue.take("w", 100);
    assertThat(queue.length()).isEqualTo(1);
  }

  @Test
  void itsAgeIsThatOfTheOldestJobThatNobodyHas() {
    assertThat(queue.ageMillis()).as("an empty queue").isZero();
    queue.offer("a", "");
    await().until(() -> queue.ageMillis() > 200);
    queue.offer("b", "");
    assertThat(queue.ageMillis()).as("b has come, a waits").isGreaterThan(200);
    queue.take("w", 100);
    long b = queue.ageMillis();
    await().until(() -> queue.ageMillis() > b);
    queue.take("v", 100);
    assertThat(queue.ageMillis()).as("both in hands").isZero();
  }

  @Test
  void anUnacknowledgedJobIsTakenOver() {
    queue.offer("a", "");
    JobQueue.Delivery first = queue.take("dead", 100).orElseThrow();
    assertThat(queue.takeOver("other", 10_000)).as("too early").isEmpty();
    JobQueue.Delivery second =
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> queue.takeOver("other", 50), Optional::isPresent)
            .orElseThrow();
    assertThat(second.job()).isEqualTo("a");
    assertThat(queue.takenOver()).isZero();
    assertThat(queue.done(second, "done")).isTrue();
    assertThat(queue.takenOver()).isEqualTo(1);
    assertThat(queue.done(first, "done")).as("the dead one comes back and says it, too").isFalse();
    assertThat(queue.takenOver()).isEqualTo(1);
    assertThat(queue.result("a", 1)).contains("done");
    assertThat(queue.result("a", 1)).as("the client hears it once").isEmpty();
  }

  @Test
  void poisonIsSetAsideAndItsClientHears() {
    queue.offer("p", "poison");
    queue.take("w", 100);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              queue.takeOver("w", 5);
              return queue.aside() == 1;
            });
    assertThat(queue.length()).isZero();
    assertThat(queue.takenOver()).as("jobs that another worker did").isZero();
    assertThat(queue.result("p", 1).orElse("")).startsWith("set aside");
  }

  @Test
  void theEffectAndItsNoteAreOneTransaction() throws Exception {
    Effects all = new Effects(effects.dataSource(), Handling.DEFAULT);
    all.create();
    assertThat(all.apply("a", "")).isTrue();
    assertThat(all.apply("a", "")).as("the same job again").isFalse();
    assertThat(all.count().jobs()).containsExactly("a");
    assertThat(all.count().twice()).isZero();
  }

  /** Each job takes a third of the idle time: a whole batch takes longer. */
  @Test
  void whileNobodyIsDeadEachJobRunsOnce() throws Exception {
    Handling patient = new Handling(2_400, 5, 60, true, true);
    Effects all = new Effects(effects.dataSource(), patient);
    all.create();
    JobQueue wide = new JobQueue(redis.client(), 100, patient);
    for (int i = 0; i < 8; i++) {
      wide.offer("job-" + i, "order");
    }
    AtomicInteger runs = new AtomicInteger();
    Crash slow =
        place -> {
          if (place.equals("before-effect")) {
            runs.incrementAndGet();
            LockSupport.parkNanos(800_000_000); // the job's work
          }
        };
    List<Thread> workers = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      JobWorker worker = new JobWorker(name, wide, all, patient, slow);
      workers.add(
          Tasks.daemon(
              name,
              () -> {
                while (wide.length() > 0) {
                  worker.round();
                }
              }));
    }
    workers.forEach(Thread::start);
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(runs.get()).as("runs of 8 jobs").isEqualTo(8);
    assertThat(wide.aside()).isZero();
    assertThat(wide.takenOver()).isZero();
  }

  @Test
  void withoutItsNoteAnEffectHappensTwice() throws Exception {
    Effects careless = new Effects(effects.dataSource(), new Handling(600, 5, 60, false, true));
    careless.create();
    careless.apply("a", "");
    assertThat(careless.apply("a", "")).as("the same job again").isTrue();
    assertThat(careless.count().twice()).isEqualTo(1);
  }

  @Test
  void anAcknowledgementBeforeTheEffectLosesAJobThatFails() throws Exception {
    for (boolean commitFirst : List.of(false, true)) {
      Handling handling = new Handling(600, 5, 60, true, commitFirst);
      Effects all = new Effects(effects.dataSource(), handling);
      all.create();
      queue.offer("p", "poison");
      new JobWorker("w", queue, all, handling, Crash.NEVER).round();
      assertThat(queue.length()).as("commit first: %s", commitFirst).isEqualTo(commitFirst ? 1 : 0);
    }
  }

  @Test
  void aResultIsKeptForItsSeconds() {
    JobQueue mute = new JobQueue(redis.client(), 3, new Handling(600, 5, 0, true, true));
    mute.offer("a", "");
    mute.done(mute.take("w", 100).orElseThrow(), "done");
    assertThat(mute.result("a", 1)).isEmpty();
  }
}
