package scalebook.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.book.testing.Words;

class GlossaryTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void anEntryIsATermASentenceAndPlaces() {
    assertThat(
            Glossary.of(
                "# Words\n\n- **two-phase commit** (2PC): all or none. [7.2], [exercise 7.1]\n"))
        .containsExactly(
            new Glossary.Entry(
                "two-phase commit", "2PC", "all or none.", List.of("7.2", "exercise 7.1")));
  }

  @Test
  void theGlossaryIsInOrderAndEveryPlaceIsThere() throws IOException {
    assertThat(Words.glossary(ROOT)).isEmpty();
    assertThat(Glossary.in(ROOT)).hasSizeGreaterThanOrEqualTo(80);
  }

  @Test
  void theReadmesNumbersLeadToTheirLessons() throws IOException {
    assertThat(Words.links(ROOT, "README.md")).isEmpty();
  }
}
