package scalebook.book.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scalebook.book.Glossary;
import scalebook.book.Section;

/**
 * What can be checked about words: claims, the shape of a lesson's section, links, the glossary.
 * CONTRIBUTING.md has the rest. Each check gives its violations, each of them a sentence.
 */
public final class Words {
  public static final int CLAIM = 12;
  public static final int OUTPUT = 15;
  public static final int MATRIX = 25;
  private static final int MATRIX_CELLS = 20;
  private static final String PROOF = "recorded counter-proof|table of what can be taken away";
  private static final int FOR_A_PROOF = 4;
  private static final int[] CONCEPT = {2, 6}; // sentences; three are best
  private static final Pattern RECORDED =
      Pattern.compile("(?s)<!-- record: \\./book ([^>]*?) -->\\n(.*?)<!-- end -->");
  private static final Pattern CELL = Pattern.compile(" {2,}\\S");
  private static final Pattern FENCED = Pattern.compile("(?s)```.*?```");
  private static final Pattern END = Pattern.compile("[.?!](?=\\s|$)");
  private static final Pattern DEFINED = Pattern.compile("(?m)^\\[([^\\]]+)\\]: (\\S+)$");
  private static final Pattern INLINE =
      Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s:]*#[^)\\s]+)\\)");
  private static final Pattern NUMBER = Pattern.compile("(exercise )?(\\d\\.\\d)");
  private static final Pattern USED = Pattern.compile("\\[((?:exercise )?\\d\\.\\d)\\](?![(:])");
  private static final Pattern NOT_PROSE =
      Pattern.compile(
          "(?s)<!-- (record|without|exercises).*?<!-- end -->|```.*?```|`[^`]*`"
              + "|(?m:^#[^\\n]*$|^Read: [^\\n]*$)|(?<=\\])\\([^)]*\\)");

  private Words() {}

  /** Of the report that {@code --json} writes. */
  public static List<String> claims(JsonNode report) {
    List<String> wrong = new ArrayList<>();
    for (JsonNode claim : report.get("claims")) {
      String text = claim.get("text").asText();
      long words = Arrays.stream(text.split("\\s+")).filter(w -> w.matches(".*\\w.*")).count();
      if (words > CLAIM) {
        wrong.add("a claim of %d words, at most %d: %s".formatted(words, CLAIM, text));
      }
    }
    return wrong;
  }

  /**
   * The parts of a lesson's section, and their order; how long its recorded runs are. A run without
   * a mechanism may take four lines more: what was taken away, and how a history was violated.
   *
   * @param carried by mechanisms that can be taken away; else its claims are all controls
   */
  public static List<String> section(
      String readme, String number, String command, boolean carried) {
    Optional<Section> section = Section.of(readme, number);
    if (section.isEmpty()) {
      return List.of("there is no section ## " + number);
    }
    String text = section.get().text();
    List<String> wrong = new ArrayList<>();
    int at = 0;
    for (Map.Entry<String, String> part : parts(number, command)) {
      if (!carried && part.getKey().matches(PROOF)) {
        continue;
      }
      Matcher found = Pattern.compile(part.getValue()).matcher(text);
      if (found.find(at)) {
        at = found.end();
      } else {
        wrong.add(
            found.find(0) ? part.getKey() + " comes too early" : "there is no " + part.getKey());
      }
    }
    concept(text).ifPresent(wrong::add);
    Matcher recorded = RECORDED.matcher(text);
    while (recorded.find()) {
      long lines = recorded.group(2).lines().filter(line -> !line.startsWith("```")).count();
      int most = cells(recorded.group(2)) < MATRIX_CELLS ? OUTPUT : MATRIX;
      most += recorded.group(1).contains(" --without ") ? FOR_A_PROOF : 0;
      if (recorded.group(1).split(" ")[0].equals(command) && lines > most) {
        wrong.add("./book %s shows %d lines, at most %d".formatted(recorded.group(1), lines, most));
      }
    }
    return wrong.stream().map(each -> "%s: %s".formatted(section.get().heading(), each)).toList();
  }

  /** Of its tables, heads, too, but not the rows' names: what stands behind two blanks. */
  private static long cells(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("    "))
        .mapToLong(line -> CELL.matcher(line.strip()).results().count())
        .sum();
  }

  private static List<Map.Entry<String, String>> parts(String number, String command) {
    String run = "\\./book (%s|%s)\\b".formatted(Pattern.quote(command), Pattern.quote(number));
    return List.of(
        Map.entry("line of links (Read: …)", "(?m)^Read: .+$"),
        Map.entry("recorded run", "<!-- record: " + run),
        Map.entry("**What it means.**", "(?m)^\\*\\*What it means\\.\\*\\*"),
        Map.entry(
            "**Predict first:** with a command and a question",
            "(?ms)^\\*\\*Predict first:\\*\\*(?=((?!^$).)*" + run + ")(?=((?!^$).)*\\?)"),
        Map.entry("<details> with what happens", "(?m)^<details><summary>.*</summary>"),
        Map.entry("recorded counter-proof", "<!-- record: " + run + " --"),
        Map.entry("</details>", "(?m)^</details>"),
        Map.entry("table of what can be taken away", "<!-- without: " + Pattern.quote(number)),
        Map.entry("**In production.**", "(?m)^\\*\\*In production\\.\\*\\*"));
  }

  /** Between the line of links and the first recorded run, pictures aside. */
  private static Optional<String> concept(String text) {
    String before = FENCED.matcher(text.split("<!-- record", 2)[0]).replaceAll("");
    String prose = NOT_PROSE.matcher(before).replaceAll("");
    long sentences = END.matcher(prose).results().count();
    return sentences < CONCEPT[0] || sentences > CONCEPT[1]
        ? Optional.of("the concept has %d sentences, at most %d".formatted(sentences, CONCEPT[1]))
        : Optional.empty();
  }

  /** Each term once, in order, under its letter, in one sentence, with a lesson that is there. */
  public static List<String> glossary(Path root) throws IOException {
    String text = Files.readString(root.resolve("GLOSSARY.md")).replace("\r\n", "\n");
    List<String> wrong = new ArrayList<>(links(root, "GLOSSARY.md"));
    List<Glossary.Entry> entries = Glossary.of(text);
    long bullets = text.lines().filter(line -> line.startsWith("- ")).count();
    if (bullets != entries.size()) {
      wrong.add("%d of %d entries cannot be read".formatted(bullets - entries.size(), bullets));
    }
    String last = "";
    for (Glossary.Entry entry : entries) {
      if (String.CASE_INSENSITIVE_ORDER.compare(last, entry.term()) >= 0) {
        wrong.add("'%s' stands after '%s'".formatted(entry.term(), last));
      }
      if (END.matcher(entry.meaning()).results().count() != 1) {
        wrong.add("'%s' is not told in one sentence".formatted(entry.term()));
      }
      String letter = "\n## " + Character.toUpperCase(entry.term().charAt(0)) + "\n";
      int heading = text.lastIndexOf("\n## ", text.indexOf("- **" + entry.term() + "**"));
      if (heading < 0 || !text.startsWith(letter, heading)) {
        wrong.add("'%s' does not stand under its letter".formatted(entry.term()));
      }
      last = entry.term();
    }
    return wrong;
  }

  /** Of a file in the root: lessons by their numbers, and links into the middle of a file. */
  public static List<String> links(Path root, String file) throws IOException {
    String text = Files.readString(root.resolve(file)).replace("\r\n", "\n");
    List<String> wrong = new ArrayList<>();
    Set<String> defined = new HashSet<>();
    Matcher link = DEFINED.matcher(text);
    while (link.find()) {
      defined.add(link.group(1));
      target(root, link.group(1), link.group(2)).ifPresent(wrong::add);
    }
    Matcher inline = INLINE.matcher(text);
    while (inline.find()) {
      target(root, inline.group(1), inline.group(2)).ifPresent(wrong::add);
    }
    Matcher used = USED.matcher(text);
    while (used.find()) {
      if (!defined.contains(used.group(1))) {
        wrong.add("[%s] leads nowhere".formatted(used.group(1)));
      }
    }
    return wrong.stream().distinct().map(each -> file + ": " + each).toList();
  }

  private static Optional<String> target(Path root, String label, String link) throws IOException {
    Path file = root.resolve(link.split("#", 2)[0]);
    if (!Files.isRegularFile(file)) {
      return Optional.of("[%s]: there is no %s".formatted(label, link));
    }
    List<String> headings =
        Files.readString(file).lines().filter(l -> l.startsWith("#")).map(Words::title).toList();
    Matcher numbered = NUMBER.matcher(label);
    if (numbered.matches()) {
      String number = numbered.group(2) + " ";
      Optional<String> heading = headings.stream().filter(h -> h.startsWith(number)).findFirst();
      if (heading.isEmpty()) {
        return Optional.of("[%s]: there is none in %s".formatted(label, link));
      }
      String right = link.split("#")[0] + "#" + Section.anchor(heading.get());
      return numbered.group(1) != null || link.equals(right)
          ? Optional.empty()
          : Optional.of("[%s]: %s, now it is %s".formatted(label, link, right));
    }
    return !link.contains("#")
            || headings.stream().map(Section::anchor).anyMatch(link.split("#", 2)[1]::equals)
        ? Optional.empty()
        : Optional.of("[%s]: no heading %s".formatted(label, link));
  }

  private static String title(String heading) {
    return heading.replaceFirst("^#+ ", "");
  }
}
