package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chart for a terminal: a bar for each name, or a row of small columns for each series. */
final class TextChart {
  static final int WIDTH = 60;
  private static final int MOST_NAME = 24;
  private static final int BAR = 24; // what is left after a name, two gaps and a value
  private static final int MOST_VALUE = WIDTH - 2 - MOST_NAME - 1 - BAR - 1;
  private static final String COLUMNS = "▁▂▃▄▅▆▇█";

  private TextChart() {}

  /** A head, and a line for each name: at most {@link #WIDTH} letters each. */
  static List<String> of(Entry.Chart chart) {
    boolean bars = chart.style() == Entry.Style.BAR;
    int longest = chart.series().keySet().stream().mapToInt(String::length).max().orElse(0);
    int name = Math.min(MOST_NAME, Math.max(longest, chart.x().length()));
    double most =
        chart.series().values().stream()
            .flatMap(List::stream)
            .mapToDouble(Entry.Point::y)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    List<String> lines = new ArrayList<>();
    String head = bars ? chart.y() : "%s, up to %s".formatted(chart.y(), Figures.text(most));
    lines.add(cut("  %s %s".formatted(padded(chart.x(), name), head), WIDTH));
    for (Map.Entry<String, List<Entry.Point>> series : chart.series().entrySet()) {
      String drawn =
          bars ? bar(series.getValue(), most) : columns(series.getValue(), Math.max(most, 0));
      lines.add("  %s %s".formatted(padded(series.getKey(), name), drawn).stripTrailing());
    }
    return lines;
  }

  private static String bar(List<Entry.Point> points, double most) {
    double value = points.isEmpty() ? Double.NaN : points.get(0).y();
    long blocks = value > 0 && most > 0 ? Math.round(BAR * value / most) : 0;
    String bar = blocks == 0 && value > 0 ? "▏" : "█".repeat((int) blocks);
    return bar.isEmpty() ? Figures.text(value) : bar + " " + cut(Figures.text(value), MOST_VALUE);
  }

  /** From left to right as many columns as there is room for, each the highest of its points. */
  private static String columns(List<Entry.Point> points, double most) {
    StringBuilder line = new StringBuilder();
    int columns = Math.min(BAR, points.size());
    for (int i = 0; i < columns; i++) {
      double highest =
          points.subList(points.size() * i / columns, points.size() * (i + 1) / columns).stream()
              .mapToDouble(Entry.Point::y)
              .filter(Double::isFinite)
              .max()
              .orElse(Double.NaN);
      int level = most > 0 ? (int) Math.round((COLUMNS.length() - 1) * highest / most) : 0;
      line.append(Double.isNaN(highest) ? ' ' : COLUMNS.charAt(Math.max(0, level)));
    }
    double last = points.isEmpty() ? Double.NaN : points.get(points.size() - 1).y();
    return line + " " + cut(Figures.text(last), MOST_VALUE);
  }

  private static String padded(String text, int width) {
    return ("%-" + width + "s").formatted(cut(text, width));
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
