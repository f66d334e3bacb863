package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A chart as an SVG: lines through points, or a bar for each name.
 *
 * <p>Of a series {@code x fitted} beside a series {@code x measured}, only what lies within the
 * measured range is drawn, through points without lines.
 *
 * <p>By hand, because the drawing libraries measure their letters through AWT. That costs a lesson
 * a quarter of a second or more, and a JDK without its desktop part or a machine without fonts has
 * none.
 */
final class Plot {
  private static final int WIDTH = 640; // of the area inside the axes
  private static final int HEIGHT = 380;
  private static final int TOP = 68;
  private static final int BELOW = 70;
  private static final int FONT = 14;
  private static final int BAR = 38;
  private static final int MOST_NAME = 360;
  private static final int MOST_MARKERS = 40; // more points than these are a curve
  private static final String FITTED = " fitted";
  private static final String MEASURED = " measured";
  private static final String[] DASHES = {"", "9 5", "2 4", "12 4 2 4", "5 3"};

  private final Entry.Chart chart;
  private final List<String> names;
  private final int left;
  private final int height;
  private final Axis x;
  private final Axis y;
  private final Svg svg;

  private Plot(Entry.Chart chart) {
    this.chart = chart;
    names = List.copyOf(chart.series().keySet());
    boolean bars = chart.style() == Entry.Style.BAR;
    int longest = (int) names.stream().mapToDouble(n -> Letters.width(n, FONT)).max().orElse(0);
    int right;
    if (bars) {
      left = 24 + Math.min(MOST_NAME, Math.max(longest, (int) Letters.width(chart.x(), FONT)));
      height = BAR * names.size();
      x = Axis.magnitudes(values(Entry.Point::y));
      y = null;
      right = 24 + (int) names.stream().mapToDouble(this::labelWidth).max().orElse(0);
    } else {
      height = Math.max(HEIGHT, 26 * names.size());
      x = Axis.of(places(), false);
      y = Axis.of(values(Entry.Point::y), true);
      double ticks =
          y.ticks().stream().mapToDouble(t -> Letters.width(y.label(t), FONT)).max().orElse(0);
      left = 52 + (int) ticks;
      right = 60 + longest;
    }
    int title = 24 + (int) Letters.bold(chart.title(), 17);
    int width = Math.max(title, left + WIDTH + right);
    svg = new Svg(width, TOP + height + BELOW, chart.title(), description(chart));
    svg.add(
        "<text x=\"12\" y=\"27\" font-size=\"17\" font-weight=\"bold\">%s</text>%n",
        Svg.escape(chart.title()));
  }

  static String of(Entry.Chart chart) {
    Plot plot = new Plot(chart);
    return chart.style() == Entry.Style.BAR ? plot.bars() : plot.lines();
  }

  /** In words what the chart shows. */
  static String description(Entry.Chart chart) {
    List<String> parts = new ArrayList<>();
    chart
        .series()
        .forEach(
            (name, points) -> {
              double last = points.isEmpty() ? Double.NaN : points.get(points.size() - 1).y();
              String value = Figures.text(last);
              parts.add(
                  chart.style() == Entry.Style.BAR
                      ? name + ": " + value
                      : "%s: %d points, the last %s".formatted(name, points.size(), value));
            });
    String by = chart.x().isEmpty() ? "" : " by " + chart.x();
    return "%s%s. %s.".formatted(chart.y(), by, String.join("; ", parts));
  }

  private static double value(List<Entry.Point> points) {
    return points.isEmpty() ? Double.NaN : points.get(0).y();
  }

  private double labelWidth(String name) {
    return Letters.bold(Figures.text(value(chart.series().get(name))), FONT);
  }

  private List<Double> values(ToDoubleFunction<Entry.Point> value) {
    return names.stream()
        .flatMap(name -> shown(name).stream())
        .map(value::applyAsDouble)
        .filter(Double::isFinite)
        .toList();
  }

  /** Of the measured points; a fit lies between them. */
  private List<Double> places() {
    return names.stream()
        .filter(name -> !isFit(name))
        .flatMap(name -> shown(name).stream())
        .map(Entry.Point::x)
        .filter(Double::isFinite)
        .toList();
  }

  private boolean isFit(String name) {
    return name.endsWith(FITTED) && chart.series().containsKey(name.replace(FITTED, MEASURED));
  }

  /** A fit beyond the last measured point would look measured. */
  private List<Entry.Point> shown(String name) {
    List<Entry.Point> points = chart.series().get(name);
    if (!isFit(name)) {
      return points;
    }
    List<Entry.Point> measured = chart.series().get(name.replace(FITTED, MEASURED));
    double last = measured.stream().mapToDouble(Entry.Point::x).max().orElse(0);
    return points.stream().filter(p -> p.x() <= last).toList();
  }

  private String lines() {
    below(chart.x());
    for (double tick : y.ticks()) {
      svg.line(Colour.GRID.css(), left, up(tick), left + WIDTH, up(tick));
      svg.text(left - 8, up(tick) + 5, "end", Colour.DIM.css(), y.label(tick));
    }
    svg.text(12, TOP - 16, "start", Colour.INK.css(), chart.y());
    List<String> groups = names.stream().map(Plot::group).distinct().toList();
    for (int i = 0; i < names.size(); i++) {
      series(i, groups.indexOf(group(names.get(i))));
    }
    return svg.end();
  }

  /** What was measured and its fit have one colour. */
  private static String group(String name) {
    return name.replace(FITTED, "").replace(MEASURED, "");
  }

  private void series(int n, int group) {
    String name = names.get(n);
    List<String> corners = new ArrayList<>();
    boolean markers = shown(name).size() <= MOST_MARKERS && !isFit(name);
    for (Entry.Point point : shown(name)) {
      if (Double.isFinite(point.x()) && Double.isFinite(point.y())) {
        double across = left + WIDTH * x.share(point.x());
        corners.add(String.format(Locale.ROOT, "%.1f,%.1f", across, up(point.y())));
        if (markers) {
          marker(group, across, up(point.y()));
        }
      }
    }
    int beside = left + WIDTH + 14;
    int row = TOP + 10 + 24 * n;
    boolean joined = isFit(name) || !chart.series().containsKey(group(name) + FITTED);
    if (joined) {
      stroke(group, String.join(" ", corners));
      stroke(group, "%d,%d %d,%d".formatted(beside, row, beside + 28, row));
    }
    if (markers) {
      marker(group, beside + 14, row);
    }
    svg.text(beside + 36, row + 5, "start", Colour.INK.css(), name);
  }

  /** Told apart by its dashes, too. */
  private void stroke(int group, String corners) {
    svg.add(
        "<polyline class=\"l l-%s\" stroke-width=\"2.5\" stroke-dasharray=\"%s\" points=\"%s\"/>%n",
        Colour.of(group), DASHES[group % DASHES.length], corners);
  }

  /** Told apart by its shape, too. */
  private void marker(int group, double atX, double atY) {
    String css = Colour.of(group);
    switch (group % 3) {
      case 0 -> svg.add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>%n", css, atX, atY);
      case 1 ->
          svg.add("<path class=\"%s\" d=\"M%.1f,%.1f l6,6 -6,6 -6,-6z\"/>%n", css, atX, atY - 6);
      default -> svg.add("<path class=\"%s\" d=\"M%.1f,%.1f l6,11 -12,0z\"/>%n", css, atX, atY - 6);
    }
  }

  private String bars() {
    below(chart.y() + (x.logarithmic() ? " (log scale)" : ""));
    svg.text(
        left - 8, TOP - 12, "end", Colour.DIM.css(), Letters.fitting(chart.x(), FONT, MOST_NAME));
    for (int i = 0; i < names.size(); i++) {
      double value = value(chart.series().get(names.get(i)));
      double from = WIDTH * Math.max(0, x.share(0));
      double to = Double.isFinite(value) ? WIDTH * x.share(value) : from;
      int row = TOP + BAR * i;
      svg.add(
          "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
          Colour.of(0), left + Math.min(from, to), row + 7, Math.abs(to - from), BAR - 14);
      String name = Letters.fitting(names.get(i), FONT, MOST_NAME);
      svg.text(left - 8, row + BAR / 2 + 5, "end", Colour.INK.css(), name);
      double beside = left + Math.max(from, to) + 8;
      // no grid line crosses the value
      svg.box(Colour.PAPER.css(), beside - 3, row + 9, labelWidth(names.get(i)) + 6, BAR - 18);
      svg.bold(beside, row + BAR / 2 + 5, "start", Colour.INK.css(), Figures.text(value));
    }
    return svg.end();
  }

  /** The lines up from the ticks below, and what they count. */
  private void below(String unit) {
    double room = 0;
    for (double tick : x.ticks()) {
      double across = left + WIDTH * x.share(tick);
      svg.line(Colour.GRID.css(), across, TOP, across, TOP + height);
      double half = Letters.width(x.label(tick), FONT) / 2 + 4;
      if (across - half >= room) { // else it would stand in the one before
        svg.text(across, TOP + height + 20, "middle", Colour.DIM.css(), x.label(tick));
        room = across + half;
      }
    }
    svg.text(left + WIDTH / 2.0, TOP + height + 48, "middle", Colour.INK.css(), unit);
  }

  private double up(double value) {
    return TOP + height * (1 - y.share(value));
  }
}
