package scalebook.book.exercise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;

/** A chapter's exercises as its README shows them: one source for it and for {@code hint}. */
public final class ExerciseText {
  private ExerciseText() {}

  /** Table and hints; {@code folder} is the chapter's. */
  public static String of(Chapter chapter, Path folder) {
    String source = chapter.getClass().getPackageName().replace('.', '/');
    StringBuilder text = new StringBuilder();
    text.append("| | task | test | ours |\n|---|---|---|---|\n");
    for (Exercise exercise : chapter.exercises()) {
      String name = exercise.name();
      String solution = "src/solution/java/%s/solution/%s.java".formatted(source, name);
      text.append(
          "| %s | [%s](src/exercise/java/%s/exercise/%s.java): %s | [contract](src/test/java/%s/exercise/%sContract.java) | [%d lines](%s) |\n"
              .formatted(
                  exercise.number(),
                  name,
                  source,
                  name,
                  exercise.task(),
                  source,
                  name,
                  codeLines(folder.resolve(solution)),
                  solution));
    }
    for (Exercise exercise : chapter.exercises()) {
      text.append(
          "\n<details><summary>Hints for %s %s</summary>\n\n"
              .formatted(exercise.number(), exercise.name()));
      for (int i = 0; i < exercise.hints().size(); i++) {
        text.append("%d. %s\n".formatted(i + 1, exercise.hints().get(i)));
      }
      text.append("\nTempting and wrong: %s\n</details>\n".formatted(exercise.tempting()));
    }
    return text.toString();
  }

  /** What somebody has to write: neither blank lines, comments and imports nor lone braces. */
  private static long codeLines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .map(String::trim)
          .filter(line -> !line.matches("|[{}();]+|package .*|import .*|//.*|/\\*.*|\\*.*"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
