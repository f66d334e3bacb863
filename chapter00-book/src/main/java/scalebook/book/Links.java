package scalebook.book;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import scalebook.engines.process.Missing;
import scalebook.lab.Lesson;
import scalebook.lab.Reading;

/**
 * What a lesson's section in a README says of its code: the line under its heading, and what {@code
 * --without} takes away.
 */
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
    String linked =
        readme.substring(0, heading.end(1)) + "\n" + line + "\n" + readme.substring(heading.end());
    String marker = "<!-- without: " + lesson.number() + " -->\n";
    return Pattern.compile(Pattern.quote(marker) + ".*?<!-- end -->", Pattern.DOTALL)
        .matcher(linked)
        .replaceFirst(Matcher.quoteReplacement(marker + table(lesson) + "<!-- end -->"));
  }

  private static String table(Lesson lesson) {
    return lesson.mechanisms().all().stream()
        .map(
            one ->
                "| `%s` | %s | %s |\n"
                    .formatted(one.name(), one.what(), String.join("<br>", one.falls())))
        .collect(
            Collectors.joining(
                "", "| `--without` | takes away | these claims fall |\n|---|---|---|\n", ""));
  }
}
