package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextChartTest {
  @Test
  void eachNameHasABarAsLongAsItsValue() {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    series.put("none", List.of(new Entry.Point(0, 0)));
    series.put("lease", List.of(new Entry.Point(0, 1)));
    series.put("half", List.of(new Entry.Point(0, 400)));
    series.put("naive", List.of(new Entry.Point(0, 800)));
    assertThat(TextChart.of(chart("way", "loads", series, Entry.Style.BAR)))
        .containsExactly(
            "  way   loads",
            "  none  0",
            "  lease ▏ 1",
            "  half  ████████████ 400",
            "  naive ████████████████████████ 800");
  }

  @Test
  void aSeriesIsARowOfColumns() {
    List<Entry.Point> points = IntStream.range(0, 8).mapToObj(i -> new Entry.Point(i, i)).toList();
    assertThat(TextChart.of(chart("ms", "lag", Map.of("db2", points), Entry.Style.LINE)))
        .containsExactly("  ms  lag, up to 7", "  db2 ▁▂▃▄▅▆▇█ 7");
  }

  @Test
  void noLineIsLongerThanSixtyLetters() {
    String name = "a very long name of a way to replicate";
    List<Entry.Point> points =
        IntStream.range(0, 999).mapToObj(i -> new Entry.Point(i, 1e12 * i)).toList();
    for (Entry.Style style : Entry.Style.values()) {
      assertThat(TextChart.of(chart(name, name, Map.of(name, points), style)))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(TextChart.WIDTH));
    }
  }

  @Test
  void whatWasNotMeasuredHasNoBar() {
    Map<String, List<Entry.Point>> series = Map.of("gone", List.of(new Entry.Point(0, Double.NaN)));
    assertThat(TextChart.of(chart("way", "loads", series, Entry.Style.BAR)))
        .containsExactly("  way  loads", "  gone not measured");
  }

  private static Entry.Chart chart(
      String x, String y, Map<String, List<Entry.Point>> series, Entry.Style style) {
    return new Entry.Chart(0, "Title", x, y, series, style);
  }
}
