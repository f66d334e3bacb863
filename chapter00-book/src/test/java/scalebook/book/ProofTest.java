package scalebook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

class ProofTest {
  @Command(name = "told", description = "for a test")
  @Without(name = "lease", what = "a lease per key", falls = "one caller loads")
  @Without(name = "ornament", what = "nothing", falls = "one caller loads")
  @Without(name = "floor", what = "what it stands on", falls = "one caller loads")
  @Without(name = "naive", what = "the control's own", falls = "all load")
  private static final class Told extends Lesson {
    @Override
    protected void tell(Story story) {
      if (!with("floor")) {
        throw new IllegalStateException("a lesson that dies, in a test");
      }
      story.control("all load", true);
      story.claim("one caller loads", with("lease"));
      story.claim("nothing carries this", true);
    }
  }

  @Test
  void exactlyThePredictedClaimsMustFall() throws IOException {
    Proof proof = Proof.of(new Told(), "lease", "--quick");
    assertThat(proof.asPredicted()).isTrue();
    assertThat(proof.texts(claim -> !claim.held())).containsExactly("one caller loads");
    Proof survived = Proof.of(new Told(), "ornament");
    assertThat(survived.asPredicted()).isFalse();
    assertThat(survived.texts(claim -> !claim.expected())).containsExactly("one caller loads");
  }

  @Test
  void aLessonThatDiesHasProvedNothing() throws IOException {
    Proof proof = Proof.of(new Told(), "floor");
    assertThat(proof.asPredicted()).isFalse();
    assertThat(proof.claims()).isEmpty();
  }

  @Test
  void aClaimIsAControlOrCarriedAndNotBoth() throws IOException {
    assertThat(Proof.of(new Told(), "").texts(claim -> !claim.supported()))
        .containsExactly("all load", "nothing carries this");
  }
}
