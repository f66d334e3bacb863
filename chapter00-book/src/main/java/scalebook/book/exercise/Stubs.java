package scalebook.book.exercise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;

/**
 * A chapter's stubs as they were before anybody wrote into them, for readers without git: kept as
 * texts in {@code src/exercise/stubs}, which {@code ./book record} writes and CI compares.
 */
public record Stubs(Path root, Chapter chapter) {
  private Path kept(Exercise exercise) {
    return root.resolve(chapter.folder()).resolve("src/exercise/stubs/" + exercise.name() + ".txt");
  }

  /** By the exercise's name, for each that is kept. */
  public Map<String, String> read() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Exercise exercise : chapter.exercises()) {
      if (Files.exists(kept(exercise))) {
        texts.put(exercise.name(), text(kept(exercise)));
      }
    }
    return texts;
  }

  /** As they are now. */
  public Map<String, String> now() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Exercise exercise : chapter.exercises()) {
      Path file = new Checker(root).source(chapter, exercise);
      texts.put(exercise.name(), Files.exists(file) ? text(file) : "");
    }
    return texts;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).replace("\r\n", "\n");
  }

  /** Keeps what is there now. */
  public void write() throws IOException {
    Map<String, String> now = now();
    for (Exercise exercise : chapter.exercises()) {
      Files.createDirectories(kept(exercise).getParent());
      Files.writeString(kept(exercise), now.get(exercise.name()));
    }
  }
}
