package scalebook.sessions.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CopyTest {
  private final Copy start = Copy.fresh("id", "ada").plus("a", Map.of("books", 1L));
  private final Copy atA = start.plus("a", Map.of("books", 2L, "pens", 1L));
  private final Copy atB = start.plus("b", Map.of("books", 4L));

  @Test
  void bothClonesWritesCount() {
    assertThat(atA.merged(atB).totals())
        .containsOnly(Map.entry("books", 7L), Map.entry("pens", 1L));
    assertThat(atA.merged(atB).user()).isEqualTo("ada");
  }

  @Test
  void theOrderOfCopiesAndTheirNumberDoNotMatter() {
    assertThat(atB.merged(atA)).isEqualTo(atA.merged(atB));
    assertThat(atA.merged(atB).merged(atB).merged(start)).isEqualTo(atA.merged(atB));
  }

  @Test
  void aCloneAddsToItsOwnNumberOnly() {
    assertThat(atA.counts()).isEqualTo(Map.of("books", Map.of("a", 3L), "pens", Map.of("a", 1L)));
    assertThat(start.totals()).as("a copy never changes").containsOnly(Map.entry("books", 1L));
  }

  @Test
  void anEndIsForEver() {
    Copy ended = start.end();
    assertThat(ended.ended()).isTrue();
    assertThat(ended.totals()).as("what is left of it").isEmpty();
    assertThat(atB.merged(ended)).isEqualTo(ended);
    assertThat(ended.merged(atB)).as("a late write does not revive it").isEqualTo(ended);
    assertThat(atA.merged(atB).ended()).isFalse();
    assertThat(atA.ended()).isFalse();
  }
}
