package scalebook.microservices.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import scalebook.microservices.queue.Backlog.Goal;

class BacklogTest {
  private static final Goal GOAL = new Goal(400, 0.5);
  private static final Goal AGE_ALONE = new Goal(400, 0);

  @Test
  void aJobThatWaitsTooLongDoublesTheWorkers() {
    assertThat(new Backlog(401, 2).share(2, GOAL)).isEqualTo(2);
    assertThat(new Backlog(1_200, 2).share(2, GOAL)).as("three times").isEqualTo(3);
    assertThat(new Backlog(1_200, 2).share(2, AGE_ALONE)).isEqualTo(3);
  }

  @Test
  void aJobThatWaitsAsLongAsItMayIsNoReason() {
    assertThat(new Backlog(400, 4).share(4, GOAL)).isEqualTo(1);
  }

  @Test
  void anEmptyQueueOfBusyWorkersKeepsThem() {
    assertThat(new Backlog(0, 4).share(8, GOAL)).as("half of them").isEqualTo(1);
    assertThat(new Backlog(0, 7).share(8, GOAL)).as("nearly all").isEqualTo(1);
  }

  @Test
  void fewBusyWorkersAskForFewer() {
    assertThat(new Backlog(0, 1).share(8, GOAL)).isEqualTo(0.25);
    assertThat(new Backlog(300, 2).share(8, GOAL)).isEqualTo(0.5);
  }

  @Test
  void theAgeAloneTakesAnEmptyQueueForNoLoad() {
    assertThat(new Backlog(0, 8).share(8, AGE_ALONE)).isZero();
    assertThat(new Backlog(200, 8).share(8, AGE_ALONE)).isEqualTo(0.5);
  }
}
