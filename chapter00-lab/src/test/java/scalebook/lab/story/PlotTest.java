package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A chart is read back by its axes, as a reader does: each point must be where its value is. */
class PlotTest {
  private static final Pattern CIRCLE =
      Pattern.compile("<circle class=\"c0\" cx=\"(\\S+)\" cy=\"(\\S+)\"");
  private static final Pattern BAR =
      Pattern.compile("<rect class=\"c0\" x=\"(\\S+)\" y=\"\\S+\" width=\"(\\S+)\"");
  private static final Pattern VALUE =
      Pattern.compile("<rect class=\"paper\"[^>]*>\\s*<text [^>]*font-weight=\"bold\">([^<]*)<");
  private static final Pattern BELOW =
      Pattern.compile(
          "<text x=\"(\\S+)\" y=\"\\S+\" text-anchor=\"middle\" class=\"dim\">([-\\d.,]+)<");
  private static final Pattern BESIDE =
      Pattern.compile(
          "<text x=\"\\S+\" y=\"(\\S+)\" text-anchor=\"end\" class=\"dim\">([-\\d.,]+)<");

  private static final Pattern UPRIGHT =
      Pattern.compile("<line class=\"l-grid\" x1=\"(\\S+)\" y1=\"\\S+\" x2=\"\\1\"");
  private static final Pattern LINE = Pattern.compile("<polyline [^>]*points=\"([^\"]*)\"");

  @RepeatedTest(20)
  void aPointIsWhereTheAxesSay() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    double scale = Math.pow(10, random.nextInt(9) - 2);
    List<Entry.Point> points = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      points.add(new Entry.Point(scale * random.nextDouble(-1, 3), random.nextDouble() / scale));
    }
    String svg = chart(Entry.Style.LINE, Map.of("series", points));
    List<MatchResult> circles = circles(svg);
    assertThat(circles).as("seed %d", seed).hasSize(points.size());
    Ruler across = new Ruler(BELOW.matcher(svg).results().toList(), 0);
    Ruler up = new Ruler(BESIDE.matcher(svg).results().toList(), -5);
    List<Double> upright =
        UPRIGHT.matcher(svg).results().map(r -> Double.valueOf(r.group(1))).sorted().toList();
    assertThat(up.least).as("lines start at zero, seed %d", seed).isZero();
    for (int i = 0; i < points.size(); i++) {
      double x = across.value(circles.get(i).group(1));
      double y = up.value(circles.get(i).group(2));
      assertThat(x).as("x, seed %d", seed).isCloseTo(points.get(i).x(), within(across.pixel()));
      assertThat(y).as("y, seed %d", seed).isCloseTo(points.get(i).y(), within(up.pixel()));
      assertThat(Double.valueOf(circles.get(i).group(1)))
          .as("inside the axes, seed %d", seed)
          .isBetween(upright.get(0), upright.get(upright.size() - 1));
    }
  }

  @Test
  void aBarIsAsLongAsItsValue() {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("none", List.of(new Entry.Point(0, 0)));
    series.put("some", List.of(new Entry.Point(0, 12.5)));
    series.put("most", List.of(new Entry.Point(0, 1_250)));
    String svg = chart(Entry.Style.BAR, series);
    Ruler across = new Ruler(BELOW.matcher(svg).results().toList(), 0);
    List<Double> ends =
        BAR.matcher(svg)
            .results()
            .map(b -> Double.parseDouble(b.group(1)) + Double.parseDouble(b.group(2)))
            .map(end -> across.value(end.toString()))
            .toList();
    assertThat(ends.get(0)).isZero();
    assertThat(ends.get(1)).isCloseTo(12.5, within(across.pixel()));
    assertThat(ends.get(2)).isCloseTo(1_250, within(across.pixel()));
    assertThat(svg).contains(">none<", ">1,250<");
  }

  @Test
  void noGridLineCrossesAValue() {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("called", List.of(new Entry.Point(0, 1_070)));
    series.put("listed", List.of(new Entry.Point(0, 1_137)));
    assertThat(VALUE.matcher(chart(Entry.Style.BAR, series)).results().map(r -> r.group(1)))
        .as("values that stand on paper")
        .contains("1,070", "1,137");
  }

  @Test
  void aChartWhoseBarsHaveNoHeadIsDescribedWithoutIt() {
    Map<String, List<Entry.Point>> series = Map.of("ours", List.of(new Entry.Point(0, 4)));
    Entry.Chart chart = new Entry.Chart(0, "listed", "", "instances", series, Entry.Style.BAR);
    assertThat(Plot.description(chart)).isEqualTo("instances. ours: 4.");
  }

  @Test
  void whatWasNotMeasuredIsLeftOut() {
    String svg =
        chart(
            Entry.Style.LINE,
            Map.of("a < b", List.of(new Entry.Point(1, Double.NaN), new Entry.Point(2, 3))));
    assertThat(circles(svg)).hasSize(1);
    assertThat(svg).contains("a &lt; b").doesNotContain("NaN");
    assertThat(chart(Entry.Style.LINE, Map.of("nothing", List.of()))).contains(">nothing<");
  }

  @Test
  void ticksAreRoundAndFew() {
    assertThat(labels(Axis.of(List.of(0.0, 7.0), true)))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    assertThat(labels(Axis.of(List.of(1_300.0, 4_100.0), false)))
        .containsExactly("1,000", "1,500", "2,000", "2,500", "3,000", "3,500", "4,000", "4,500");
    assertThat(labels(Axis.of(List.of(0.03), true)))
        .containsExactly("0.000", "0.005", "0.010", "0.015", "0.020", "0.025", "0.030");
    assertThat(labels(Axis.of(List.of(-0.5, 0.5), false)))
        .containsExactly("-0.6", "-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6");
    assertThat(labels(Axis.of(List.of(), true))).containsExactly("0", "1");
  }

  @Test
  void valuesFarApartStandOnALogarithmicAxis() {
    Axis axis = Axis.magnitudes(List.of(0.0, 4.0, 2_000.0));
    assertThat(labels(axis)).containsExactly("1", "10", "100", "1,000", "10,000");
    assertThat(axis.share(0)).isZero();
    assertThat(axis.share(100)).isCloseTo(0.5, within(1e-9));
    assertThat(Axis.magnitudes(List.of(0.0, 4.0, 400.0)).logarithmic()).isFalse();
    assertThat(Axis.magnitudes(List.of(-1.0, 4.0, 2_000.0)).logarithmic()).isFalse();
    String svg =
        chart(
            Entry.Style.BAR,
            Map.of("a", List.of(new Entry.Point(0, 1)), "b", List.of(new Entry.Point(0, 999))));
    assertThat(svg).contains(">y (log scale)<");
  }

  @Test
  void aFitEndsWhereTheMeasuredPointsEnd() {
    List<Entry.Point> measured = List.of(new Entry.Point(1, 10), new Entry.Point(4, 30));
    List<Entry.Point> fitted =
        List.of(new Entry.Point(1, 10), new Entry.Point(4, 30), new Entry.Point(8, 90));
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("work measured", measured);
    series.put("work fitted", fitted);
    String svg = chart(Entry.Style.LINE, series);
    assertThat(LINE.matcher(svg).results().findFirst().orElseThrow().group(1).split(" "))
        .hasSize(2);
    assertThat(svg).contains(">4<").doesNotContain(">8<", ">90<");
  }

  /** The last one is the legend's. */
  private static List<MatchResult> circles(String svg) {
    List<MatchResult> all = CIRCLE.matcher(svg).results().toList();
    return all.subList(0, all.size() - 1);
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(axis::label).toList();
  }

  private static String chart(Entry.Style style, Map<String, List<Entry.Point>> series) {
    return Plot.of(new Entry.Chart(0, "Title", "x", "y", series, style));
  }

  /** What the first and the last tick say about any place between them. */
  private static final class Ruler {
    private final double from;
    private final double to;
    private final double least;
    private final double most;

    Ruler(List<MatchResult> ticks, double labelOff) {
      MatchResult first = ticks.get(0);
      MatchResult last = ticks.get(ticks.size() - 1);
      from = Double.parseDouble(first.group(1)) + labelOff;
      to = Double.parseDouble(last.group(1)) + labelOff;
      least = Double.parseDouble(first.group(2).replace(",", ""));
      most = Double.parseDouble(last.group(2).replace(",", ""));
    }

    double value(String place) {
      return least + (Double.parseDouble(place) - from) / (to - from) * (most - least);
    }

    double pixel() {
      return Math.abs((most - least) / (to - from));
    }
  }
}
