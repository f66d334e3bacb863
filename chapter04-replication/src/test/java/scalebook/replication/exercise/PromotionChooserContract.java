package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
  void theReplicaThatReceivedMostIsChosen() {
    List<Candidate> answered =
        List.of(new Candidate("a", 3, 100, 100), new Candidate("b", 3, 104, 104));
    assertThat(answer().choose(answered, 3)).as("of 100 and 104 received").contains("b");
  }

  @Test
  @Order(2)
  void receivedWritesCountNotAppliedOnes() {
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
            "what old-primary has beyond the end of epoch 2 nobody was promised; b's five writes"
                + " were")
        .contains("b");
    assertThat(
            answer()
                .choose(
                    List.of(
                        new Candidate("old", 2, 4_000_000_000_000L, 0),
                        new Candidate("b", 3, 5, 0)),
                    3))
        .as("no number of writes makes up for an epoch; b has applied none yet, and can")
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
  void amongEqualReplicasTheReadyOneIsChosen() {
    List<Candidate> answered =
        List.of(
            new Candidate("a", 3, 100, 10),
            new Candidate("b", 3, 100, 100),
            new Candidate("c", 3, 100, 50));
    assertThat(answer().choose(answered, 3)).as("all received 100, b has applied it").contains("b");
  }

  @Test
  @Order(6)
  void aMajorityCountsTheReplicasThatDoNotAnswerToo() {
    Candidate a = new Candidate("a", 1, 10, 10);
    Candidate b = new Candidate("b", 1, 11, 11);
    Candidate c = new Candidate("c", 1, 9, 9);
    assertThat(answer().choose(List.of(a), 1)).as("one of one").contains("a");
    assertThat(answer().choose(List.of(a, b), 2)).as("two of two").contains("b");
    assertThat(answer().choose(List.of(a), 2)).as("one of two").isEmpty();
    assertThat(answer().choose(List.of(a, b), 5)).as("two of five").isEmpty();
    assertThat(answer().choose(List.of(a, b, c), 5)).as("three of five").contains("b");
    assertThat(answer().choose(List.of(a, b, c), 6)).as("three of six").isEmpty();
  }

  @Test
  @Order(7)
  void numbersMayBeLarge() {
    List<Candidate> answered =
        List.of(
            new Candidate("a", 1L << 40, 1, 1),
            new Candidate("b", 1L << 40, 3_000_000_000L, 1),
            new Candidate("c", 7, 1L << 50, 1L << 50));
    assertThat(answer().choose(answered, 3))
        .as("of 1 and 3,000,000,000 received: a difference need not fit into an int")
        .contains("b");
  }

  @Test
  @Order(8)
  void theOrderOfAnswersDoesNotMatter() {
    List<Candidate> all =
        List.of(
            new Candidate("a", 2, 50, 50),
            new Candidate("b", 3, 10, 3),
            new Candidate("c", 3, 12, 0),
            new Candidate("d", 3, 12, 5),
            new Candidate("e", 1, 99, 99));
    for (int turn = 0; turn < all.size(); turn++) {
      List<Candidate> turned = new ArrayList<>(all.subList(turn, all.size()));
      turned.addAll(all.subList(0, turn));
      assertThat(answer().choose(List.copyOf(turned), 5))
          .as("epoch 3 has received 12, and d has applied most; answered in the order %s", turned)
          .contains("d");
    }
  }
}
