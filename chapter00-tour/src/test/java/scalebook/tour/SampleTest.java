package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final int ANSWERS = 4_000;

  /** Four clones take turns: each hundredth answer would be of the same one. */
  @Test
  void aSampleByLotShowsEveryCloneAndCountsAll() {
    Sample sample = new Sample();
    Set<String> shown = new HashSet<>();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < ANSWERS; i++) {
        sample.answered("worker-" + i % 4, false);
      }
      sample.failed();
      Sample.Drawn drawn = sample.draw();
      assertThat(drawn.dots()).hasSize(Sample.SIZE);
      assertThat(drawn.of()).isEqualTo(ANSWERS / 16.0);
      assertThat(drawn.to()).hasSize(4).containsEntry("worker-2", ANSWERS / 4);
      assertThat(drawn.failed()).isEqualTo(1);
      drawn.dots().forEach(dot -> shown.add(dot.to()));
    }
    assertThat(shown).as("160 lots: one clone is missing once in 10^19").hasSize(4);
    assertThat(sample.draw()).isEqualTo(new Sample().draw());
  }

  @Test
  void fewAnswersAreAllShown() {
    Sample sample = new Sample();
    sample.answered("worker-1", true);
    sample.answered("", false);
    assertThat(sample.draw().dots())
        .containsExactly(new Sample.Dot("worker-1", true), new Sample.Dot("", false));
  }
}
