package scalebook.lab.story;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.lab.process.Home;

/** Tells a story as lines: one colour and one column for each node, plain when not a terminal. */
public final class Console implements Sink {
  private static final int[] COLOURS = {36, 33, 35, 32, 34, 96, 93, 95, 92, 94};
  private static final int NODE_WIDTH = 10;

  private final PrintStream out;
  private final boolean coloured;
  private final Map<String, Integer> colours = new LinkedHashMap<>();

  public Console(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  /** On standard output, in colour when somebody looks at it. */
  public static Console standard() {
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    return new Console(System.out, terminal && Home.environment("NO_COLOR").isEmpty());
  }

  @Override
  public void tell(Entry entry) {
    String line = line(entry);
    if (line != null) {
      out.println(line);
    }
  }

  private String line(Entry entry) {
    if (entry instanceof Entry.Question question) {
      return colour(1, "? " + question.text());
    } else if (entry instanceof Entry.Step step) {
      return colour(1, "· " + step.text());
    } else if (entry instanceof Entry.Event event) {
      return at(event.millis()) + node(event.node(), NODE_WIDTH) + "  " + event.text();
    } else if (entry instanceof Entry.Message message) {
      return at(message.millis())
          + node(message.from(), NODE_WIDTH)
          + "  → "
          + node(message.to(), 0)
          + "  "
          + message.text();
    } else if (entry instanceof Entry.Head head) {
      return colour(1, row(head.cells(), head.widths()));
    } else if (entry instanceof Entry.Row row) {
      return row(row.cells(), row.widths());
    } else if (entry instanceof Entry.Claim claim) {
      return colour(claim.held() ? 32 : 31, (claim.held() ? "✔ " : "✘ ") + claim.text());
    }
    return null; // charts are pictures
  }

  private static String at(long millis) {
    return "%7d ms  ".formatted(millis);
  }

  private String node(String node, int width) {
    Integer colour = colours.computeIfAbsent(node, n -> COLOURS[colours.size() % COLOURS.length]);
    return colour(colour, width == 0 ? node : ("%-" + width + "s").formatted(node));
  }

  private static String row(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder("    ");
    for (int i = 0; i < cells.size(); i++) {
      String format = (i == 0 ? "%-" : "%") + widths.get(Math.min(i, widths.size() - 1)) + "s  ";
      line.append(format.formatted(cells.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private String colour(int code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
