package scalebook.lab.story;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table as an SVG: beside each row's name its numbers as bars, a panel for each column. Columns
 * whose heads differ only in a number share one scale.
 */
final class Panels {
  private static final int FONT = 14;
  private static final int ROW = 34;
  private static final int TOP = 78;
  private static final int MOST_NAME = 330;
  private static final int MOST_ROWS = 24;
  private static final int ROOM = 900; // for all panels
  private static final int LEAST_PANEL = 110;
  private static final int MOST_PANEL = 420;

  private final Tables table;
  private final List<Integer> columns;
  private final Map<String, Axis> axes = new TreeMap<>();
  private final double label;
  private final int left;
  private final int panel;
  private final Svg svg;

  private Panels(Tables table) {
    this.table = table;
    columns = table.numeric();
    label =
        8
            + IntStream.range(0, table.rows().size())
                .boxed()
                .flatMap(r -> columns.stream().map(c -> table.cell(r, c)))
                .mapToDouble(cell -> Letters.bold(cell, FONT))
                .max()
                .orElse(0);
    double name =
        IntStream.range(0, table.rows().size())
            .mapToDouble(r -> Letters.width(name(r), FONT))
            .reduce(Letters.width(table.head().get(0), FONT), Math::max);
    left = 28 + (int) Math.min(MOST_NAME, name);
    int most = columns.isEmpty() ? ROOM : ROOM / columns.size();
    panel = Math.max((int) label + LEAST_PANEL, Math.min(MOST_PANEL, most));
    for (int column : columns) {
      axes.computeIfAbsent(table.unit(column), this::axis);
    }
    svg =
        new Svg(
            left + Math.max(1, columns.size()) * panel + 12,
            TOP + ROW * table.rows().size() + 12,
            title(),
            description());
  }

  /** The picture, or nothing where a table has nothing to compare. */
  static String of(Tables table) {
    int rows = table.rows().size();
    return table.numeric().isEmpty() || rows < 2 || rows > MOST_ROWS
        ? ""
        : new Panels(table).draw();
  }

  /** With the next cell where the first does not tell two rows apart. */
  private String name(int row) {
    String name = table.cell(row, 0);
    boolean again = table.rows().stream().filter(cells -> cells.get(0).equals(name)).count() > 1;
    return again && !columns.contains(1) ? name + ", " + table.cell(row, 1) : name;
  }

  private Axis axis(String unit) {
    return Axis.magnitudes(
        columns.stream()
            .filter(column -> table.unit(column).equals(unit))
            .flatMap(c -> IntStream.range(0, table.rows().size()).mapToObj(r -> table.cell(r, c)))
            .flatMap(cell -> Figures.number(cell).stream().boxed())
            .toList());
  }

  private String title() {
    String heads = columns.stream().map(table.head()::get).collect(Collectors.joining(", "));
    return table.caption().isEmpty() ? heads + " by " + table.head().get(0) : table.caption();
  }

  private String description() {
    return table.rows().stream()
        .map(cells -> String.join(" ", cells))
        .collect(Collectors.joining("; ", "Bars: ", "."));
  }

  private String draw() {
    svg.add(
        "<text x=\"12\" y=\"27\" font-size=\"17\" font-weight=\"bold\">%s</text>%n",
        Svg.escape(
            Letters.fitting(title(), Letters.BOLD * 17, left + columns.size() * panel - 12)));
    svg.text(left - 8, TOP - 12, "end", Colour.DIM.css(), fitted(table.head().get(0)));
    for (int row = 0; row < table.rows().size(); row++) {
      if (row % 2 == 0) {
        svg.box(Colour.BAND.css(), 6, TOP + ROW * row, left + columns.size() * panel, ROW);
      }
      String name = fitted(name(row));
      svg.text(left - 8, TOP + ROW * row + ROW / 2 + 5, "end", Colour.INK.css(), name);
    }
    for (int i = 0; i < columns.size(); i++) {
      panel(i, columns.get(i));
    }
    return svg.end();
  }

  private static String fitted(String text) {
    return Letters.fitting(text, FONT, MOST_NAME);
  }

  private void panel(int place, int column) {
    int from = left + place * panel;
    Axis axis = axes.get(table.unit(column));
    String head = table.head().get(column) + (axis.logarithmic() ? " (log scale)" : "");
    svg.text(from, TOP - 12, "start", Colour.INK.css(), Letters.fitting(head, FONT, panel - 8));
    svg.line(Colour.GRID.css(), from, TOP, from, TOP + ROW * table.rows().size());
    for (int row = 0; row < table.rows().size(); row++) {
      String cell = table.cell(row, column).strip();
      double value = Figures.number(cell).orElse(0);
      double length = Math.max(0, (panel - label - 24) * axis.share(value));
      svg.box(Colour.of(0), from, TOP + ROW * row + 6, length, ROW - 12);
      svg.bold(from + length + 6, TOP + ROW * row + ROW / 2 + 5, "start", Colour.INK.css(), cell);
    }
  }
}
