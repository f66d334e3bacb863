package scalebook.book.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import scalebook.book.Glossary;

/**
 * Each chapter's README links a term to the glossary where it uses it first. Recorded runs, code,
 * headings and the texts of other links do not count as uses.
 */
public final class Terms {
  private static final char OPEN = '\1';
  private static final char TAKEN = '\2';
  private static final Pattern LINKED =
      Pattern.compile("\\[([^\\]]+)\\]\\(\\.\\./GLOSSARY\\.md#(\\w)\\)");
  private static final Pattern NOT_PROSE =
      Pattern.compile(
          "(?s)<!-- (?:record|without|exercises).*?<!-- end -->|```.*?```|`[^`]*`"
              + "|(?m:^#[^\\n]*$|^Read: [^\\n]*$)|\\[[^\\]]*\\]\\([^)]*\\)");
  // A product such as Orchestrator is no use of a term, a sentence's first word may be one.
  private static final Pattern BEGINS =
      Pattern.compile("(?m)(?:\\A|\\n\\n|[.?!:]\\s+|\\| |^- )(?:\"|\\*(?!\\*))?" + OPEN + "?\\z");

  private Terms() {}

  /** Where a chapter's README uses a term for the first time without a link: what to write. */
  public static List<String> unlinked(String readme, List<Glossary.Entry> glossary) {
    String text = readme.replace("\r\n", "\n");
    Map<Integer, String> letters = new HashMap<>();
    String prose = prose(text, letters);
    return firsts(prose, glossary).entrySet().stream()
        .filter(use -> !letter(use.getKey()).equals(letters.get(use.getValue())))
        .sorted(Map.Entry.comparingByValue())
        .map(
            use ->
                "line %d: '%s' is not linked: ../GLOSSARY.md#%s"
                    .formatted(
                        text.substring(0, use.getValue()).lines().count(),
                        use.getKey(),
                        letter(use.getKey())))
        .toList();
  }

  private static String letter(String term) {
    return term.substring(0, 1).toLowerCase();
  }

  /** As long as the text, with blanks for what is no prose; each place in a link has its letter. */
  private static String prose(String text, Map<Integer, String> letters) {
    StringBuilder prose = new StringBuilder(text);
    Matcher link = LINKED.matcher(text);
    while (link.find()) {
      for (int at = link.start(1); at < link.end(1); at++) {
        letters.put(at, link.group(2));
      }
      prose.setCharAt(link.start(), OPEN);
      blank(prose, link.end(1), link.end(), ' ');
    }
    Matcher other = NOT_PROSE.matcher(prose.toString());
    while (other.find()) {
      blank(prose, other.start(), other.end(), ' ');
    }
    return prose.toString();
  }

  /** By their terms: the longest names come first, so that a relay log is no relay. */
  private static Map<String, Integer> firsts(String text, List<Glossary.Entry> glossary) {
    StringBuilder prose = new StringBuilder(text);
    Map<String, Integer> firsts = new HashMap<>();
    for (Map.Entry<String, String> name : names(glossary)) {
      Matcher use = uses(name.getKey()).matcher(prose.toString());
      while (use.find()) {
        if (!isProper(use, name.getKey(), text)) {
          firsts.merge(name.getValue(), use.start(), Math::min);
        }
        blank(prose, use.start(), use.end(), TAKEN);
      }
    }
    return firsts;
  }

  private static List<Map.Entry<String, String>> names(List<Glossary.Entry> glossary) {
    List<Map.Entry<String, String>> names = new ArrayList<>();
    for (Glossary.Entry entry : glossary) {
      names.add(Map.entry(entry.term(), entry.term()));
      if (!entry.also().isEmpty()) {
        Arrays.stream(entry.also().split(", "))
            .forEach(also -> names.add(Map.entry(also, entry.term())));
      }
    }
    names.sort(Comparator.comparing(name -> -name.getKey().length()));
    return names;
  }

  private static Pattern uses(String name) {
    String words =
        Arrays.stream(name.split("[ -]"))
            .map(Pattern::quote)
            .collect(Collectors.joining("[\\s-]+"));
    String anyCase = name.equals(name.toUpperCase()) ? "" : "(?i)";
    return Pattern.compile(anyCase + "(?<![\\w-])" + words + "(?:s|es|d|ed)?(?![\\w-])");
  }

  private static boolean isProper(Matcher use, String name, String prose) {
    return Character.isUpperCase(prose.charAt(use.start()))
        && Character.isLowerCase(name.charAt(0))
        && !BEGINS.matcher(prose.substring(0, use.start())).find();
  }

  private static void blank(StringBuilder text, int from, int to, char with) {
    for (int at = from; at < to; at++) {
      if (text.charAt(at) != '\n') {
        text.setCharAt(at, with);
      }
    }
  }
}
