package scalebook.book.exercise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;

/** A chapter's exercises as its README shows them: a table that leads to each one's text. */
public final class ExerciseText {
  private static final String ROW =
      "| %s | [%s](src/exercise/java/%s/exercise/%s.md) | %s | [%d lines](%s) |\n";

  private ExerciseText() {}

  /** The table; {@code folder} is the chapter's. */
  public static String of(Chapter chapter, Path folder) {
    String source = chapter.getClass().getPackageName().replace('.', '/');
    StringBuilder text = new StringBuilder();
    text.append("| | exercise | task | our solution |\n|---|---|---|---|\n");
    for (Exercise exercise : chapter.exercises()) {
      String name = exercise.name();
      String solution = "src/solution/java/%s/solution/%s.java".formatted(source, name);
      text.append(
          ROW.formatted(
              exercise.number(),
              name,
              source,
              name,
              exercise.task(),
              codeLines(folder.resolve(solution)),
              solution));
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
