package scalebook.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.story.Mechanisms.Mechanism;

/**
 * The facilitator's page: for each lesson what to ask before the run, and which claims fall then.
 * The questions are the READMEs' own ("Predict first"), the answers what the lessons declare.
 */
public final class Facilitator {
  private static final Pattern BLOCK =
      Pattern.compile("(?s)(?<=<!-- lessons -->\n).*?(?=<!-- end -->)");
  private static final Pattern PREDICT =
      Pattern.compile("(?s)\\*\\*Predict first:\\*\\* `\\./book \\S+ ([^`]*)`\\.\\s+(.*?)\\n\\n");
  private static final Pattern WITHOUT = Pattern.compile("--without (\\S+)");
  private static final Pattern SECONDS =
      Pattern.compile("(?m)^\\| \\[(\\d\\.\\d+)\\].*?\\| (\\d+|–) \\|");
  private static final String ROW = "| [%s](%s/README.md#%s) %s | %s | `./book %s`: %s | %s |\n";

  private Facilitator() {}

  /** How long each lesson's short run takes, as the page says it. */
  static Map<String, String> seconds(String page) {
    return SECONDS
        .matcher(page)
        .results()
        .collect(
            Collectors.toMap(row -> row.group(1), row -> row.group(2), (a, b) -> b, TreeMap::new));
  }

  /** The page as it should be; {@code seconds} of some lessons. */
  public static String in(String page, Path root, Map<String, String> seconds) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Chapter chapter : Chapter.all()) {
      text.append("\n## %d %s\n\n".formatted(chapter.number(), chapter.title()));
      text.append("| lesson | s | ask | these claims fall |\n|---|--:|---|---|\n");
      String readme = Files.readString(root.resolve(chapter.folder()).resolve("README.md"));
      for (Supplier<Lesson> lesson : chapter.lessons()) {
        text.append(row(chapter, lesson.get(), readme, seconds));
      }
    }
    text.append("\n");
    return BLOCK.matcher(page).replaceFirst(Matcher.quoteReplacement(text.toString()));
  }

  /** With the times that it has. */
  public static String in(String page, Path root) throws IOException {
    return in(page, root, seconds(page));
  }

  private static String row(
      Chapter chapter, Lesson lesson, String readme, Map<String, String> seconds) {
    Section section =
        Section.of(readme, lesson.number())
            .orElseThrow(() -> new IllegalStateException("no section " + lesson.number()));
    Optional<MatchResult> asked = PREDICT.matcher(section.text()).results().findFirst();
    String change = asked.map(one -> " " + one.group(1)).orElse("");
    return ROW.formatted(
        lesson.number(),
        chapter.folder(),
        Section.anchor(section.heading()),
        lesson.command(),
        seconds.getOrDefault(lesson.number(), "–"),
        lesson.number() + change,
        asked
            .map(one -> one.group(2))
            .orElse(lesson.description())
            .replaceAll("\\s*\\n\\s*", " ")
            .replace("](../", "]("),
        answer(lesson, change));
  }

  /** What was changed instead carries no claim: the section tells. */
  private static String answer(Lesson lesson, String change) {
    return WITHOUT
        .matcher(change)
        .results()
        .flatMap(one -> lesson.mechanisms().named(one.group(1)).stream())
        .map(Mechanism::falls)
        .map(falls -> String.join("<br>", falls))
        .findFirst()
        .orElse("none: see the lesson's section");
  }
}
