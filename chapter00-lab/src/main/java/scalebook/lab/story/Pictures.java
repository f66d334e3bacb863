package scalebook.lab.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a story as SVG files in one folder: its charts, or where it has none its tables as bars,
 * and its timeline.
 */
public final class Pictures {
  private Pictures() {}

  /** Writes what there is to see; the files, timeline last. */
  public static List<Path> draw(Story story, Path folder) throws IOException {
    List<Entry> entries = story.entries();
    Map<String, String> pictures = new LinkedHashMap<>();
    for (Entry.Chart chart : charts(entries)) {
      add(pictures, chart.title(), Plot.of(chart));
    }
    if (pictures.isEmpty()) {
      Tables.of(entries).forEach(table -> add(pictures, "table", Panels.of(table)));
    }
    add(pictures, "timeline", Timeline.of(entries));
    for (List<Entry> burst : Burst.of(entries)) {
      add(pictures, "timeline enlarged", Timeline.enlarged(entries, burst));
    }
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> picture : pictures.entrySet()) {
      files.add(Files.writeString(folder.resolve(picture.getKey() + ".svg"), picture.getValue()));
    }
    return files;
  }

  static List<Entry.Chart> charts(List<Entry> entries) {
    return entries.stream()
        .filter(Entry.Chart.class::isInstance)
        .map(Entry.Chart.class::cast)
        .toList();
  }

  private static void add(Map<String, String> pictures, String title, String svg) {
    String plain = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String name = plain.replaceAll("^-|-$", "");
    if (!svg.isEmpty()) {
      boolean free = !name.isEmpty() && !pictures.containsKey(name);
      pictures.put(free ? name : name + "-" + (pictures.size() + 1), svg);
    }
  }
}
