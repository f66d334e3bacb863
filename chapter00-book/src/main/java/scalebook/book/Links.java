package scalebook.book;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scalebook.engines.process.Missing;
import scalebook.lab.Lesson;
import scalebook.lab.Reading;

/** The line under each lesson's heading in a README: from the story to its code in one click. */
public final class Links {
  private Links() {}

  /** The README with this lesson's line as it should be. */
  public static String in(String readme, Lesson lesson, Path root) throws IOException {
    String line = Reading.of(lesson, root).links();
    Matcher heading =
        Pattern.compile("(?m)^(## " + Pattern.quote(lesson.number()) + " .*\\n)(\\nRead: .*\\n)?")
            .matcher(readme);
    if (!heading.find()) {
      throw new Missing("the README has no section ## %s".formatted(lesson.number()));
    }
    return readme.substring(0, heading.end(1))
        + "\n"
        + line
        + "\n"
        + readme.substring(heading.end());
  }
}
