package scalebook.microservices.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastKnownGoodTest {
  private static final List<Instance> ONE = List.of(Instance.of("order", "order-1", 4_711));

  private final AtomicLong clock = new AtomicLong(-5_000_000_000L); // any time, also below zero

  private void passes(long millis) {
    clock.addAndGet(millis * 1_000_000);
  }

  private LastKnownGood keeping(long millis) {
    return new LastKnownGood(millis, clock::get);
  }

  @Test
  void aListIsGoodUntilItsBound() {
    LastKnownGood known = keeping(1_000);
    known.heard(ONE);
    passes(999);
    assertThat(known.meanwhile()).isEqualTo(ONE);
    passes(1);
    assertThat(known.meanwhile()).isEmpty();
  }

  @Test
  void theBoundCountsFromTheLastAnswer() {
    LastKnownGood known = keeping(1_000);
    known.heard(ONE);
    passes(800);
    known.heard(ONE);
    passes(800);
    assertThat(known.meanwhile()).as("heard again 800 ms ago").isEqualTo(ONE);
  }

  @Test
  void aRegistryThatIsBackIsHeardAgain() {
    LastKnownGood known = keeping(1_000);
    known.heard(ONE);
    passes(2_000);
    assertThat(known.meanwhile()).isEmpty();
    known.heard(ONE);
    assertThat(known.meanwhile()).isEqualTo(ONE);
  }

  @Test
  void withoutABoundItIsGoodForEverAndWithNoneNever() {
    LastKnownGood ever = keeping(Long.MAX_VALUE);
    LastKnownGood never = keeping(0);
    ever.heard(ONE);
    never.heard(ONE);
    assertThat(never.meanwhile()).isEmpty();
    passes(3_600_000);
    assertThat(ever.meanwhile()).isEqualTo(ONE);
  }

  @Test
  void beforeAnyAnswerThereIsNobody() {
    assertThat(keeping(1_000).meanwhile()).isEmpty();
  }

  @Test
  void itsAgeCountsFromTheLastAnswer() {
    LastKnownGood known = keeping(1_000);
    known.heard(ONE);
    passes(700);
    known.heard(ONE);
    passes(300);
    assertThat(known.ageMillis()).isEqualTo(300);
  }
}
