package scalebook.lab.exercise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One exercise of a chapter, {@code 1.1 BackoffWithJitter}, as the Markdown file beside its stub
 * tells it.
 *
 * @param task one sentence, the file's first
 * @param hints three: a direction, the API, nearly the code
 * @param tempting what many write first, and why it is wrong
 * @param effort as its last line estimates it, if there is one
 */
public record Exercise(
    String number,
    String name,
    String task,
    List<String> hints,
    String tempting,
    Optional<Effort> effort) {
  /** An estimate; {@code difficulty} from 1 to 4. */
  public record Effort(int minutes, int difficulty) {}

  private static final int HINTS = 3;
  private static final Pattern TITLE = Pattern.compile("# (\\d+\\.\\d+) (\\w+)\\n\\n(.+)\\n");
  private static final Pattern FENCE = Pattern.compile("^```.*\n?", Pattern.MULTILINE);
  private static final Pattern HINT =
      Pattern.compile("<details><summary>Hint .*?</summary>(.*?)</details>", Pattern.DOTALL);
  private static final Pattern EFFORT =
      Pattern.compile(
          "\\n+Effort: about (\\d+) minutes \\(an estimate\\) · Difficulty: ([1-4]) of 4\\s*\\z");
  private static final Pattern TEMPTING =
      Pattern.compile("^## Tempting and wrong\\n(.*)", Pattern.DOTALL | Pattern.MULTILINE);

  /** All that have their text below this folder, in their order. */
  public static List<Exercise> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .map(Exercise::read)
          .sorted(Comparator.comparing(Exercise::number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exercise read(Path file) {
    try {
      return of(Files.readString(file).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " " + e.getMessage(), e);
    }
  }

  static Exercise of(String text) {
    Matcher title = part(TITLE, text, "has no title and task");
    List<String> hints =
        HINT.matcher(text)
            .results()
            .map(hint -> FENCE.matcher(hint.group(1)).replaceAll("").strip())
            .toList();
    if (hints.size() != HINTS) {
      throw new IllegalArgumentException("has " + hints.size() + " hints, not three");
    }
    String tempting = part(TEMPTING, text, "does not say what is tempting and wrong").group(1);
    return new Exercise(
        title.group(1),
        title.group(2),
        title.group(3),
        hints,
        EFFORT.matcher(tempting).replaceFirst("").strip(),
        effort(text));
  }

  private static Optional<Effort> effort(String text) {
    Matcher effort = EFFORT.matcher(text);
    return effort.find()
        ? Optional.of(
            new Effort(Integer.parseInt(effort.group(1)), Integer.parseInt(effort.group(2))))
        : Optional.empty();
  }

  private static Matcher part(Pattern pattern, String text, String missing) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(missing);
    }
    return matcher;
  }
}
