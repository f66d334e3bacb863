package scalebook.lab.story;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a story: its timeline and its charts, as SVG files in one folder. */
public final class Pictures {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 480;
  private static final int MOST_MARKERS = 10;

  private Pictures() {}

  /** Writes what there is to see; the files, timeline first. */
  public static List<Path> draw(Story story, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.createDirectories(folder);
    String timeline = Timeline.of(story.entries());
    if (!timeline.isEmpty()) {
      files.add(Files.writeString(folder.resolve("timeline.svg"), timeline));
    }
    for (Entry entry : story.entries()) {
      if (entry instanceof Entry.Chart chart) {
        Path file = folder.resolve(fileName(chart.title()));
        // XChart measures text through AWT, which needs no screen for that.
        System.setProperty("java.awt.headless", "true");
        try (OutputStream out = Files.newOutputStream(file)) {
          ChartEncoder.saveChart(
              chart.style() == Entry.Style.BAR ? bars(chart) : lines(chart), out, "svg");
        }
        files.add(file);
      }
    }
    return files;
  }

  private static String fileName(String title) {
    String plain = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return plain.replaceAll("^-|-$", "") + ".svg";
  }

  private static Chart<?, ?> lines(Entry.Chart chart) {
    XYChart drawing =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(chart.title())
            .xAxisTitle(chart.x())
            .yAxisTitle(chart.y())
            .build();
    drawing.getStyler().setLegendPosition(LegendPosition.OutsideE);
    drawing.getStyler().setChartBackgroundColor(Color.WHITE);
    drawing.getStyler().setYAxisMin(0.0);
    for (Map.Entry<String, List<Entry.Point>> series : chart.series().entrySet()) {
      XYSeries drawn =
          drawing.addSeries(
              series.getKey(),
              series.getValue().stream().mapToDouble(Entry.Point::x).toArray(),
              series.getValue().stream().mapToDouble(Entry.Point::y).toArray());
      if (series.getValue().size() > MOST_MARKERS) {
        drawn.setMarker(SeriesMarkers.NONE); // a curve, not measurements
      }
    }
    return drawing;
  }

  private static Chart<?, ?> bars(Entry.Chart chart) {
    CategoryChart drawing =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(chart.title())
            .xAxisTitle(chart.x())
            .yAxisTitle(chart.y())
            .build();
    drawing.getStyler().setLegendVisible(false);
    drawing.getStyler().setChartBackgroundColor(Color.WHITE);
    drawing.getStyler().setYAxisMin(0.0);
    drawing.getStyler().setXAxisLabelRotation(20);
    drawing.addSeries(
        chart.y(),
        List.copyOf(chart.series().keySet()),
        chart.series().values().stream().map(points -> points.get(0).y()).toList());
    return drawing;
  }
}
