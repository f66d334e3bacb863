package scalebook.book.exercise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;

/**
 * A chapter's stubs as they were before anybody wrote into them, for readers without git: kept in
 * {@code src/exercise/stubs.zip}, which {@code ./book record} writes and CI compares.
 */
public record Stubs(Path root, Chapter chapter) {
  private static final FileTime ALWAYS = FileTime.fromMillis(0); // the same stubs, the same bytes

  private Path kept() {
    return root.resolve(chapter.folder()).resolve("src/exercise/stubs.zip");
  }

  /** By the exercise's name; empty when nothing is kept. */
  public Map<String, String> read() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    if (Files.exists(kept())) {
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(kept()))) {
        for (ZipEntry one = zip.getNextEntry(); one != null; one = zip.getNextEntry()) {
          texts.put(one.getName().replace(".java", ""), new String(zip.readAllBytes(), UTF_8));
        }
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
    if (read().equals(now())) {
      return;
    }
    try (OutputStream out = Files.newOutputStream(kept());
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> one : now().entrySet()) {
        ZipEntry entry = new ZipEntry(one.getKey() + ".java");
        entry.setLastModifiedTime(ALWAYS);
        zip.putNextEntry(entry);
        zip.write(one.getValue().getBytes(UTF_8));
      }
    }
  }
}
