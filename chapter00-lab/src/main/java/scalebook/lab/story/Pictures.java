package scalebook.lab.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a story: its timeline and its charts, as SVG files in one folder. */
public final class Pictures {
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
        files.add(Files.writeString(folder.resolve(fileName(chart.title())), Plot.of(chart)));
      }
    }
    return files;
  }

  private static String fileName(String title) {
    String plain = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return plain.replaceAll("^-|-$", "") + ".svg";
  }
}
