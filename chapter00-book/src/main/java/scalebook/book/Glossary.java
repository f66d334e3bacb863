package scalebook.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code GLOSSARY.md}, as a program reads it. */
public final class Glossary {
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?m)^- \\*\\*(.+?)\\*\\*(?: \\((.+?)\\))?: (.+?[.]) ((?:\\[[^\\]]+\\](?:, |$))+)$");
  private static final Pattern LABEL = Pattern.compile("\\[([^\\]]+)\\]");

  private Glossary() {}

  /**
   * A term and its sentence.
   *
   * @param also its other name; empty if it has none
   * @param where the lessons and exercises that show it: {@code 4.5}, {@code exercise 4.3}
   */
  public record Entry(String term, String also, String meaning, List<String> where) {
    /** The whole term with its other name. */
    public String name() {
      return also.isEmpty() ? term : "%s (%s)".formatted(term, also);
    }
  }

  /** Of this project; nothing where the file is missing. */
  public static List<Entry> in(Path root) throws IOException {
    Path file = root.resolve("GLOSSARY.md");
    return Files.exists(file) ? of(Files.readString(file).replace("\r\n", "\n")) : List.of();
  }

  /** The entries of such a text, in its order. */
  public static List<Entry> of(String text) {
    return ENTRY
        .matcher(text)
        .results()
        .map(
            entry ->
                new Entry(
                    entry.group(1),
                    entry.group(2) == null ? "" : entry.group(2),
                    entry.group(3),
                    LABEL.matcher(entry.group(4)).results().map(label -> label.group(1)).toList()))
        .toList();
  }
}
