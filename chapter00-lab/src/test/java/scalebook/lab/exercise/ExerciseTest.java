package scalebook.lab.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exercise is read from the page that its reader reads. */
class ExerciseTest {
  private static final String TEXT =
      """
      # 9.%d Sorted

      Sort numbers.

      Smallest first. ## Example

      ## Hints

      <details><summary>Hint 1: a direction</summary>

      Split them.

      </details>

      <details><summary>Hint 2: the API</summary>

      `subList`

      </details>

      <details><summary>Hint 3: nearly the code</summary>

      ```java
      sort(left);
      sort(right);
      ```

      </details>

      ## Tempting and wrong

      To compare
      by subtraction.
      """;

  @TempDir Path folder;

  @Test
  void itsPageSaysEverything() {
    Exercise exercise = Exercise.of(TEXT.formatted(1));
    assertThat(exercise.number()).isEqualTo("9.1");
    assertThat(exercise.name()).isEqualTo("Sorted");
    assertThat(exercise.task()).isEqualTo("Sort numbers.");
    assertThat(exercise.hints())
        .as("hints as a console shows them, without fences")
        .containsExactly("Split them.", "`subList`", "sort(left);\nsort(right);");
    assertThat(exercise.tempting()).isEqualTo("To compare\nby subtraction.");
    assertThat(exercise.effort()).isEmpty();
  }

  @Test
  void itsLastLineEstimatesTheEffort() {
    String line = "\nEffort: about 20 minutes (an estimate) · Difficulty: 2 of 4\n";
    Exercise exercise = Exercise.of(TEXT.formatted(1) + line);
    assertThat(exercise.effort()).contains(new Exercise.Effort(20, 2));
    assertThat(exercise.tempting()).isEqualTo("To compare\nby subtraction.");
  }

  @Test
  void allBelowAFolderAreInOrder() throws IOException {
    Path deeper = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(deeper.resolve("Later.md"), TEXT.formatted(2));
    Files.writeString(deeper.resolve("Sorted.md"), TEXT.formatted(1).replace("\n", "\r\n"));
    Files.writeString(deeper.resolve("Sorted.java"), "no text");
    assertThat(Exercise.below(folder)).extracting(Exercise::number).containsExactly("9.1", "9.2");
    assertThat(Exercise.below(folder.resolve("nowhere"))).isEmpty();
  }

  @Test
  void aPageThatLacksSomethingIsNamed() throws IOException {
    Path page = folder.resolve("Sorted.md");
    Files.writeString(page, TEXT.formatted(1).replace("Hint 2", "Clue 2"));
    assertThatThrownBy(() -> Exercise.below(folder))
        .hasMessageContaining("Sorted.md has 2 hints, not three");
    Files.writeString(page, TEXT.formatted(1).replace("## Tempting", "## Nice"));
    assertThatThrownBy(() -> Exercise.below(folder)).hasMessageContaining("tempting and wrong");
    Files.writeString(page, "Sort numbers.");
    assertThatThrownBy(() -> Exercise.below(folder)).hasMessageContaining("no title and task");
  }
}
