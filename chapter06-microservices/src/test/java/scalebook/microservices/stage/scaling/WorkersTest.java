package scalebook.microservices.stage.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Redis;
import scalebook.microservices.queue.Handling;
import scalebook.microservices.queue.JobQueue;

@Timeout(60)
@ExtendWith(WithLab.class)
class WorkersTest {
  private final Redis redis;
  private JobQueue queue;

  WorkersTest(Redis jobs) {
    this.redis = jobs;
  }

  @BeforeEach
  void empty() {
    redis.client().flushAll();
    queue = new JobQueue(redis.client(), 10, Handling.DEFAULT);
  }

  @Test
  void aWorkerThatLeavesFinishesItsJobAndTakesNoOther() throws Exception {
    try (Workers workers = left(true)) {
      await().until(() -> workers.done().contains("a"));
      queue.offer("b", "order");
      workers.close();
      assertThat(workers.done()).containsExactly("a");
      assertThat(queue.length()).as("b waits for somebody else").isEqualTo(1);
    }
  }

  @Test
  void aWorkerThatIsStoppedTakesItsJobAlong() throws Exception {
    try (Workers workers = left(false)) {
      workers.close();
      assertThat(workers.done()).isEmpty();
      assertThat(queue.length()).as("nobody has it any more").isZero();
    }
  }

  /** One that was to leave, and had a job in its hands then. */
  private Workers left(boolean finishes) {
    Workers workers = new Workers(queue, 20, finishes);
    workers.scale(1);
    workers.scale(0);
    assertThat(workers.count()).isZero();
    queue.offer("a", "order");
    await().until(() -> workers.left() == 1);
    return workers;
  }
}
