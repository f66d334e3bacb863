package scalebook.replication.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scalebook.engines.Replication.Position;
import scalebook.replication.monitor.PromotionChooser.Candidate;

class PromotionChooserTest {
  private static Candidate of(String name, long epoch, long received, long executed) {
    return new Candidate(
        name, true, new Position(epoch, received, ""), new Position(epoch, executed, ""));
  }

  private static String chosen(int nodes, String preferred, Candidate... answered) {
    Optional<Candidate> one = PromotionChooser.choose(List.of(answered), nodes, preferred);
    assertThat(PromotionChooser.choose(turned(answered), nodes, preferred))
        .as("in another order")
        .isEqualTo(one);
    return one.map(Candidate::name).orElse("nobody");
  }

  private static List<Candidate> turned(Candidate... answered) {
    List<Candidate> turned = new ArrayList<>(List.of(answered));
    Collections.reverse(turned);
    return turned;
  }

  @Test
  void theReplicaThatReceivedMostIsChosenWhateverItApplied() {
    assertThat(chosen(3, "b", of("a", 3, 120, 40), of("b", 3, 119, 119)))
        .as("a can still apply write 120; b will never have it")
        .isEqualTo("a");
    assertThat(chosen(3, "a", of("a", 2, 900, 900), of("b", 3, 5, 5)))
        .as("a newer epoch goes before a longer tail")
        .isEqualTo("b");
  }

  @Test
  void amongEqualReplicasThePreferredThenTheReadiestThenTheFirstByNameIsChosen() {
    Candidate a = of("a", 3, 9, 1);
    Candidate b = of("b", 3, 9, 5);
    Candidate c = of("c", 3, 9, 5);
    assertThat(chosen(3, "a", a, b, c)).as("preferred").isEqualTo("a");
    assertThat(chosen(3, "nobody", a, b)).as("has applied more").isEqualTo("b");
    assertThat(chosen(3, "nobody", a, b, c)).as("the first name of two").isEqualTo("b");
  }

  @Test
  void withoutAMajorityOfVotersNobodyIs() {
    Candidate copied = new Candidate("c", false, new Position(9, 9, ""), new Position(9, 9, ""));
    assertThat(chosen(3, "a", of("a", 3, 9, 9))).as("one of three").isEqualTo("nobody");
    assertThat(chosen(3, "a", of("a", 3, 9, 9), copied))
        .as("one that is just being copied has no vote")
        .isEqualTo("nobody");
    assertThat(chosen(4, "a", of("a", 3, 9, 9), of("b", 3, 9, 9)))
        .as("two of four are no majority")
        .isEqualTo("nobody");
    assertThat(chosen(3, "a", of("a", 3, 9, 9), of("b", 3, 9, 9), copied))
        .as("it is not chosen either, though it has most")
        .isEqualTo("a");
  }

  @Test
  void whenAllHaveAnsweredTheOnlyVoterIsEnough() {
    Candidate b = new Candidate("b", false, new Position(9, 9, ""), new Position(9, 9, ""));
    Candidate c = new Candidate("c", false, new Position(9, 9, ""), new Position(9, 9, ""));
    assertThat(chosen(3, "c", of("a", 3, 9, 9), b, c))
        .as("who is being copied has nothing that its source lacks, and nobody else is left to ask")
        .isEqualTo("a");
    assertThat(chosen(2, "c", b, c)).as("no vote at all").isEqualTo("nobody");
  }

  @Test
  void aCandidateTellsWhatItHas() {
    assertThat(of("a", 3, 9, 9)).hasToString("a with 3/9");
    assertThat(of("a", 3, 9, 4)).hasToString("a with 3/9, applied 3/4");
    assertThat(new Candidate("c", false, new Position(9, 9, ""), new Position(9, 9, "")))
        .hasToString("c without a vote");
  }
}
