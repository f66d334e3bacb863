package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.replication.exercise.PromotionChooser.Candidate;

abstract class PromotionChooserContract extends Contract {
  interface Answer {
    Optional<String> choose(List<Candidate> answered, int nodes);
  }

  Answer answer() {
    return answer(Answer.class, PromotionChooser.class);
  }

  @Test
  @Order(1)
  void whoReceivedMostIsTaken() {
    List<Candidate> answered =
        List.of(new Candidate("a", 3, 100, 100), new Candidate("b", 3, 104, 104));
    assertThat(answer().choose(answered, 3)).as("of 100 and 104 received").contains("b");
  }

  @Test
  @Order(2)
  void whatIsReceivedCountsNotWhatIsApplied() {
    List<Candidate> answered =
        List.of(new Candidate("a", 3, 120, 40), new Candidate("b", 3, 119, 119));
    assertThat(answer().choose(answered, 3))
        .as("a has received write 120 and can still apply it; b will never have it")
        .contains("a");
  }

  @Test
  @Order(3)
  void aNewerEpochGoesBeforeALongerTail() {
    List<Candidate> answered =
        List.of(new Candidate("old-primary", 2, 900, 900), new Candidate("b", 3, 5, 5));
    assertThat(answer().choose(answered, 3))
        .as(
            "what old-primary has beyond the end of epoch 2 nobody was promised; b's five writes were")
        .contains("b");
  }

  @Test
  @Order(4)
  void withoutAMajorityNobodyIs() {
    assertThat(answer().choose(List.of(new Candidate("a", 3, 100, 100)), 3))
        .as("one of three: the other two may have acknowledged more")
        .isEmpty();
    assertThat(
            answer()
                .choose(List.of(new Candidate("a", 3, 100, 100), new Candidate("b", 3, 90, 90)), 4))
        .as("two of four are no majority")
        .isEmpty();
    assertThat(answer().choose(List.of(), 3)).as("nobody answered").isEmpty();
  }

  @Test
  @Order(5)
  void amongEqualsTheOneThatIsReadyIs() {
    List<Candidate> answered =
        List.of(
            new Candidate("a", 3, 100, 10),
            new Candidate("b", 3, 100, 100),
            new Candidate("c", 3, 100, 50));
    assertThat(answer().choose(answered, 3)).as("all received 100, b has applied it").contains("b");
  }
}
