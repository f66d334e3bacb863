package scalebook.lab.story;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.process.Home;

/** Tells a story as lines: one colour and one column for each node, plain when not a terminal. */
public final class Console implements Sink, AutoCloseable {
  private static final int[] COLOURS = {36, 33, 35, 32, 34, 96, 93, 95, 92, 94};
  private static final int NODE_WIDTH = 10;

  private final Lines lines;
  private final boolean coloured;
  private final boolean events;
  private final Map<String, Integer> colours = new LinkedHashMap<>();

  /** {@code events}: not only results. */
  Console(Lines lines, boolean coloured, boolean events) {
    this.lines = lines;
    this.coloured = coloured;
    this.events = events;
  }

  /** On standard output, in colour and with a sign of life when somebody looks at it. */
  public static Console standard(boolean events) {
    Lines lines = new Lines(System.out, System::nanoTime);
    boolean terminal = terminal();
    if (terminal) {
      lines.watched();
    }
    return new Console(lines, terminal && Home.environment("NO_COLOR").isEmpty(), events);
  }

  private static boolean terminal() {
    java.io.Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try { // from 22 on there may be a console, and no terminal
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException java17) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("System.console does not tell whether it is a terminal", e);
    }
  }

  @Override
  public void tell(Entry entry) {
    if (entry instanceof Entry.Chart chart && lines.areWatched()) {
      TextChart.of(chart).forEach(this::line);
    }
    boolean detail = entry instanceof Entry.Event || entry instanceof Entry.Message;
    String line = text(entry);
    if (detail && !events) {
      lines.meanwhile(line.strip());
    } else if (line != null) {
      line(line);
    }
  }

  /** A line beside the story. */
  public void line(String text) {
    lines.line(text);
  }

  private String text(Entry entry) {
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
      return colour(claim.held() ? 32 : 31, claim.toString());
    } else if (entry instanceof Entry.Note note) {
      return "    " + note.text();
    } else if (entry instanceof Entry.Without without) {
      return colour(31, "− without %s: %s".formatted(without.name(), without.what()));
    }
    return null; // a chart has lines of its own
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

  @Override
  public void close() {
    lines.close();
  }
}
