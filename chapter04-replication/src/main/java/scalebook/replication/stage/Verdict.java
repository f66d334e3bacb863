package scalebook.replication.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scalebook.lab.history.Violation;
import scalebook.lab.story.Story;

/** What the history checker says, as a story tells it. */
public final class Verdict {
  private static final int MOST_LINES = 4;

  private Verdict() {}

  /**
   * Whether nothing is wrong. The smallest part that is wrong is told and drawn.
   *
   * @param lesson whose pictures it belongs to, as in 4.5
   */
  public static boolean holds(Story story, String lesson, Optional<Violation> found)
      throws IOException {
    if (found.isPresent()) {
      List<String> lines = found.get().toString().lines().toList();
      int shown = lines.size() <= MOST_LINES ? lines.size() : MOST_LINES - 1;
      story.note("the checker: %s", lines.get(0));
      lines.subList(1, shown).forEach(line -> story.note("%s", line));
      if (shown < lines.size()) {
        story.note("  and %d more: see violation.svg", lines.size() - shown);
      }
      found.get().draw(folder(story, lesson).resolve("violation.svg"));
    }
    return found.isEmpty();
  }

  private static Path folder(Story story, String lesson) throws IOException {
    String away = story.mechanisms().away().map(one -> "-without-" + one.name()).orElse("");
    Path root = Path.of(System.getProperty("scalebook.root", "."));
    return Files.createDirectories(root.resolve("target/story").resolve(lesson + away));
  }
}
