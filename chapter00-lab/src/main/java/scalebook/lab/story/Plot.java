package scalebook.lab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A chart as an SVG: lines through points, or a bar for each name.
 *
 * <p>By hand, because the drawing libraries measure their letters through AWT. That costs a lesson
 * a quarter of a second or more, and a JDK without its desktop part or a machine without fonts has
 * none.
 */
final class Plot {
  private static final int WIDTH = 600; // of the area inside the axes
  private static final int HEIGHT = 360;
  private static final int TOP = 50;
  private static final int BELOW = 60;
  private static final int LETTER = 7; // wide, for this font
  private static final int BAR = 34;
  private static final int MOST_TICKS = 8;
  private static final int MOST_MARKERS = 10; // more points than these are a curve
  private static final double A_HAIR = 1e-9; // 0.3 / 0.1 is a little less than 3

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
    int longest = names.stream().mapToInt(String::length).max().orElse(0) * LETTER;
    if (chart.style() == Entry.Style.BAR) {
      left = 40 + longest;
      height = BAR * names.size();
      x = Axis.of(values(Entry.Point::y), true);
      y = null;
      svg = new Svg(left + WIDTH + 80, TOP + height + BELOW);
    } else {
      left = 80;
      height = HEIGHT;
      x = Axis.of(values(Entry.Point::x), false);
      y = Axis.of(values(Entry.Point::y), true);
      svg = new Svg(left + WIDTH + 60 + longest, TOP + height + BELOW);
    }
  }

  static String of(Entry.Chart chart) {
    Plot plot = new Plot(chart);
    return chart.style() == Entry.Style.BAR ? plot.bars() : plot.lines();
  }

  private List<Double> values(ToDoubleFunction<Entry.Point> value) {
    return chart.series().values().stream()
        .flatMap(List::stream)
        .map(value::applyAsDouble)
        .filter(Double::isFinite)
        .toList();
  }

  private String lines() {
    frame(chart.x());
    for (double tick : y.ticks()) {
      line(left, below(tick), left + WIDTH, below(tick));
      text(left - 8, below(tick) + 4, "end", y.label(tick));
    }
    svg.add(
        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
        TOP + height / 2, Svg.escape(chart.y()));
    for (int i = 0; i < names.size(); i++) {
      series(i, chart.series().get(names.get(i)));
    }
    return svg.end();
  }

  private void series(int n, List<Entry.Point> points) {
    List<String> corners = new ArrayList<>();
    for (Entry.Point point : points) {
      if (Double.isFinite(point.x()) && Double.isFinite(point.y())) {
        double across = left + WIDTH * x.share(point.x());
        corners.add(String.format(Locale.ROOT, "%.1f,%.1f", across, below(point.y())));
        if (points.size() <= MOST_MARKERS) {
          svg.add(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
              across, below(point.y()), Svg.colour(n));
        }
      }
    }
    String line = "fill=\"none\" stroke=\"%s\" stroke-width=\"2\"".formatted(Svg.colour(n));
    svg.add("<polyline points=\"%s\" %s/>%n", String.join(" ", corners), line);
    int beside = left + WIDTH + 14;
    int row = TOP + 8 + 20 * n;
    svg.add("<polyline points=\"%d,%d %d,%d\" %s/>%n", beside, row, beside + 20, row, line);
    text(beside + 27, row + 4, "start", names.get(n));
  }

  private String bars() {
    frame(chart.y());
    text(left - 8, TOP - 12, "end", chart.x());
    for (int i = 0; i < names.size(); i++) {
      double value = chart.series().get(names.get(i)).get(0).y();
      double length = Double.isFinite(value) ? WIDTH * x.share(value) : 0;
      int row = TOP + BAR * i;
      svg.add(
          "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
          left, row + 6, length, BAR - 12, Svg.colour(0));
      text(left - 8, row + BAR / 2 + 4, "end", names.get(i));
      text(
          left + length + 6,
          row + BAR / 2 + 4,
          "start",
          String.format(Locale.ROOT, "%,.1f", value));
    }
    return svg.end();
  }

  /** The title, the area, and the axis below it. */
  private void frame(String below) {
    svg.add(
        "<text x=\"%d\" y=\"24\" text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\">%s"
            + "</text>%n",
        left + WIDTH / 2, Svg.escape(chart.title()));
    for (double tick : x.ticks()) {
      double across = left + WIDTH * x.share(tick);
      line(across, TOP, across, TOP + height);
      text(across, TOP + height + 18, "middle", x.label(tick));
    }
    text(left + WIDTH / 2.0, TOP + height + 42, "middle", below);
  }

  private double below(double value) {
    return TOP + height * (1 - y.share(value));
  }

  private void line(double fromX, double fromY, double toX, double toY) {
    svg.add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#cbd5e1\"/>%n",
        fromX, fromY, toX, toY);
  }

  private void text(double atX, double atY, String anchor, String text) {
    svg.add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        atX, atY, anchor, Svg.escape(text));
  }

  /** From the first tick to the last; each is a round number of steps. */
  record Axis(long first, long last, double step) {
    static Axis of(List<Double> values, boolean fromZero) {
      double least = values.stream().mapToDouble(v -> v).min().orElse(0);
      double most = values.stream().mapToDouble(v -> v).max().orElse(0);
      if (fromZero) {
        least = Math.min(0, least);
        most = Math.max(0, most);
      }
      if (most == least) {
        most++;
      }
      double step = step(most - least);
      long first = (long) Math.floor(least / step + A_HAIR);
      long last = (long) Math.ceil(most / step - A_HAIR);
      return new Axis(first, last, step);
    }

    /** The smallest of 1, 2, 5, 10, 20, 50 … that gives few enough ticks. */
    private static double step(double span) {
      double step = Math.pow(10, Math.floor(Math.log10(span)) - 1);
      for (double next : new double[] {2, 2.5, 2, 2}) {
        if (span / step <= MOST_TICKS) {
          break;
        }
        step *= next;
      }
      return step;
    }

    double share(double value) {
      return (value / step - first) / (last - first);
    }

    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (long i = first; i <= last; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }

    /** With as many decimals as the step has. */
    String label(double tick) {
      int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + A_HAIR));
      return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
    }
  }
}
