package scalebook.cloning.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

class RotationTest {
  private static final Policy.Request REQUEST =
      new Policy.Request() {
        @Override
        public String client() {
          return "client";
        }

        @Override
        public List<String> header(String name) {
          return List.of();
        }

        @Override
        public void mark(String name, String value) {}
      };

  private long nanos = 1;
  private Rotation rotation;
  private final Backend[] clones = new Backend[4];

  @BeforeEach
  void fourClones() {
    Random random = new Random(3);
    rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(random),
            Rotation.Settings.defaults(),
            () -> nanos,
            random);
    for (int i = 0; i < clones.length; i++) {
      clones[i] = new Backend("clone-" + i, "127.0.0.1", 1_000 + i);
      rotation.add(clones[i]);
    }
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
    rotation.refresh();
  }

  @Test
  void aSickCloneIsLeftOutAndComesBack() {
    assertThat(rotation.checked(clones[1], false)).as("news").isTrue();
    assertThat(rotation.checked(clones[1], false)).as("no news").isFalse();
    assertThat(rotation.candidates()).doesNotContain(clones[1]).hasSize(3);
    rotation.checked(clones[1], true);
    assertThat(rotation.candidates()).contains(clones[1]);
  }

  @Test
  void threeFailuresEjectForASecond() {
    rotation.failed(clones[2]);
    rotation.failed(clones[2]);
    assertThat(rotation.candidates()).hasSize(4);
    assertThat(rotation.failed(clones[2])).isTrue();
    assertThat(rotation.candidates()).hasSize(3);
    pass(999);
    assertThat(rotation.candidates()).hasSize(3);
    pass(2);
    assertThat(rotation.candidates()).hasSize(4);
    assertThat(rotation.failed(clones[2])).as("on probation one is enough").isTrue();
    pass(1_500);
    assertThat(rotation.candidates()).as("the second time lasts longer").hasSize(3);
  }

  @Test
  void whenMostLookSickAllAreUsed() {
    rotation.checked(clones[0], false);
    rotation.checked(clones[1], false);
    assertThat(rotation.candidates()).as("half are well: trust the checks").hasSize(2);
    assertThat(rotation.panic()).isFalse();
    rotation.checked(clones[2], false);
    assertThat(rotation.panic()).isTrue();
    assertThat(rotation.candidates()).as("panic: better a sick clone than none").hasSize(4);
    rotation.checked(clones[1], true);
    assertThat(rotation.panic()).isFalse();
  }

  @Test
  void aCloneThatComesBackGetsItsShareLittleByLittle() {
    pass(60_000); // the clock does not begin with its return
    rotation.checked(clones[3], false);
    rotation.checked(clones[3], true);
    int early = picks(clones[3], 4_000);
    pass(500);
    int half = picks(clones[3], 4_000);
    pass(501);
    int whole = picks(clones[3], 4_000);
    assertThat(early).as("picks of 4,000 right after its return").isLessThan(50);
    assertThat(half).as("picks of 4,000 after half of the ramp").isBetween(350, 650);
    assertThat(whole).as("picks of 4,000 after the ramp").isEqualTo(1_000);
  }

  @Test
  void aCloneThatItsClientsKnowNeedsNoRamp() {
    rotation.policy(Policy.Kind.ADDRESS_HASH.create());
    Backend home = rotation.pick(REQUEST, Set.of()).orElseThrow();
    rotation.checked(home, false);
    rotation.checked(home, true);
    assertThat(picks(home, 100))
        .as(
            "of 100 requests of a client whose clone is just back: it may hold the client's session")
        .isEqualTo(100);
  }

  private int picks(Backend wanted, int times) {
    int count = 0;
    for (int i = 0; i < times; i++) {
      count += rotation.pick(REQUEST, Set.of()).orElseThrow() == wanted ? 1 : 0;
    }
    return count;
  }

  @Test
  void aRetryGoesElsewhereWhileThereIsAnElsewhere() {
    for (int i = 0; i < 100; i++) {
      assertThat(rotation.pick(REQUEST, Set.of(clones[0], clones[1])))
          .get()
          .isIn(clones[2], clones[3]);
    }
    assertThat(rotation.pick(REQUEST, Set.of(clones))).isPresent();
  }

  @Test
  void retriesAreAShareOfTheRequests() {
    RetryBudget budget = new RetryBudget(0.2, 10);
    int granted = 0;
    for (int i = 0; i < 1_000; i++) {
      budget.request();
      granted += budget.tryRetry() ? 1 : 0;
    }
    assertThat(granted)
        .as("every request fails: 20 %% of 1,000 and the reserve may be retried")
        .isBetween(200, 211);
  }

  @Test
  void aBudgetPaysForItsReserveAndNoMore() {
    RetryBudget budget = new RetryBudget(0.5, 2);
    for (int i = 0; i < 10; i++) {
      budget.request(); // nothing is earned above the reserve
    }
    assertThat(budget.tryRetry()).isTrue();
    assertThat(budget.tryRetry()).as("exactly one retry is left").isTrue();
    assertThat(budget.tryRetry()).as("the reserve is spent").isFalse();
    budget.request();
    assertThat(budget.tryRetry()).as("half a retry is none").isFalse();
    budget.request();
    assertThat(budget.tryRetry()).as("two halves are one").isTrue();
  }

  @Test
  void aDrainingCloneGetsNoNewRequest() {
    rotation.drain(clones[0]);
    assertThat(rotation.candidates()).as("at once").doesNotContain(clones[0]);
    rotation.remove(clones[1]);
    rotation.drain(clones[1]); // it is not there any more
    assertThat(rotation.candidates()).containsExactly(clones[2], clones[3]);
    assertThat(rotation.members())
        .as("who drains is still a member")
        .containsExactly(clones[0], clones[2], clones[3]);
  }

  @Test
  void aCloneThatReturnsUnderItsNameHasNoOldFailures() {
    for (int i = 0; i < 3; i++) {
      rotation.failed(clones[1]);
    }
    rotation.remove(clones[1]);
    rotation.add(clones[1]);
    assertThat(rotation.candidates()).contains(clones[1]);
    rotation.failed(clones[2]);
    rotation.failed(clones[2]);
    rotation.answered(clones[2]);
    assertThat(rotation.failed(clones[2])).as("the failures were not in a row").isFalse();
  }

  private void answers(int count, Backend... from) {
    for (int i = 0; i < count; i++) {
      for (Backend one : from) {
        rotation.answered(one);
      }
    }
  }

  @Test
  void aCloneIsSilentWhenTheOthersHaveAnsweredFourTimesEachMeanwhile() {
    clones[0].started();
    clones[0].started();
    answers(5, clones[0], clones[1]);
    answers(14, clones[1]);
    assertThat(rotation.silent(clones[0])).as("15 answers since its last").isFalse();
    answers(1, clones[1]);
    assertThat(rotation.silent(clones[0])).as("16 answers since its last").isTrue();
    assertThat(rotation.silent(clones[2])).as("nobody asked it anything").isFalse();
    assertThat(picks(clones[0], 40)).as("picks of 40: it has its share already").isZero();
    answers(1, clones[0]);
    assertThat(picks(clones[0], 40)).as("picks of 40 after it has answered").isEqualTo(10);
  }

  @Test
  void aSilentCloneGetsItsShareOfWhatIsUnderWayAndNoMore() {
    answers(20, clones[1]);
    clones[0].started();
    assertThat(picks(clones[0], 40)).as("with one under way, of at least two").isEqualTo(10);
    clones[0].started();
    assertThat(picks(clones[0], 40)).as("with two under way").isZero();
    for (int i = 0; i < 10; i++) {
      clones[1].started();
    }
    assertThat(picks(clones[0], 40)).as("with two of twelve, a share of three").isEqualTo(10);
    clones[0].started();
    assertThat(picks(clones[0], 40)).as("with three of thirteen").isZero();
  }

  @Test
  void aNewCloneIsNotBlamedForAnswersBeforeItCame() {
    answers(100, clones[1]);
    Backend fresh = new Backend("fresh", "127.0.0.1", 2_000);
    rotation.add(fresh);
    fresh.started();
    assertThat(rotation.silent(fresh)).isFalse();
  }

  @Test
  void theLastOneIsAskedEvenWhenItIsSilent() {
    answers(20, clones[1]);
    clones[0].started();
    clones[0].started();
    for (int i = 1; i < 4; i++) {
      rotation.remove(clones[i]);
    }
    assertThat(rotation.silent(clones[0])).isTrue();
    assertThat(picks(clones[0], 10)).as("picks of 10: there is nobody else").isEqualTo(10);
  }
}
