package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a lesson tells, its pictures can be read. */
class PicturesTest {
  private static final String[] WORDS = {
    "worker", "WWW", "iii", "a < b & \"c\"", "2>1", "x", "replica set 12", "\u0007", "日本語", "…", "→"
  };

  @TempDir Path folder;

  @RepeatedTest(10)
  void nothingIsClippedAndNoTextStandsOnAnother() throws Exception {
    long seed = System.nanoTime();
    Story story = any(new Random(seed));
    for (Path picture : Pictures.draw(story, folder)) {
      Drawing drawing = new Drawing(Files.readString(picture));
      assertThat(drawing.clipped()).as("%s, seed %d", picture.getFileName(), seed).isEmpty();
      assertThat(drawing.overlapping()).as("%s, seed %d", picture.getFileName(), seed).isEmpty();
    }
  }

  private static Story any(Random random) {
    Story story = new Story();
    story.question("%s", words(random, 10));
    int nodes = 1 + random.nextInt(60);
    int entries = 1 + random.nextInt(300);
    for (int i = 0; i < entries; i++) {
      String node = words(random, 1) + "-" + random.nextInt(nodes) + "." + random.nextInt(3);
      switch (random.nextInt(12)) {
        case 0 -> story.step("%s", words(random, 30));
        case 1 -> story.claim(words(random, 12), random.nextBoolean());
        case 2 -> story.note("%s", words(random, 40));
        case 3, 4, 5 -> story.message(node, "db" + random.nextInt(3), "%s", words(random, 3));
        default -> story.event(node, "%s", words(random, 1 + random.nextInt(60)));
      }
    }
    story.event("last", "done");
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    Story.Table table = story.table(words(random, 2), words(random, 3), "a 1", "a 2");
    for (int i = 0; i < 1 + random.nextInt(9); i++) {
      double value = Math.pow(10, random.nextInt(12) - 2) * random.nextInt(40);
      String name = i + words(random, 1 + random.nextInt(9));
      values.put(name, value);
      series.put(name, List.of(new Entry.Point(i, value), new Entry.Point(9, i)));
      table.row(name, value, random.nextInt(1_000_000), i);
    }
    if (random.nextBoolean()) {
      story.bars(words(random, 14), words(random, 3), words(random, 4), values);
      story.chart(words(random, 4), words(random, 3), words(random, 4), series);
    }
    return story;
  }

  private static String words(Random random, int most) {
    StringBuilder text = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
    for (int i = 1; i < most; i++) {
      text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  @Test
  void aReaderWhoCannotSeeIsToldWhatThePictureShows() throws Exception {
    Story story = new Story();
    story.question("Who loses?");
    story.event("db1", "died");
    story.bars("Lost writes", "replication", "writes", Map.of("asynchronous", 12.0));
    List<Path> pictures = Pictures.draw(story, folder);
    assertThat(pictures)
        .extracting(p -> p.getFileName().toString())
        .containsExactly("lost-writes.svg", "timeline.svg");
    for (Path picture : pictures) {
      Drawing drawing = new Drawing(Files.readString(picture));
      assertThat(drawing.root().getAttribute("role")).isEqualTo("img");
      assertThat(drawing.all("title")).hasSize(1);
      assertThat(drawing.all("desc")).hasSize(1);
    }
    Drawing chart = new Drawing(Files.readString(pictures.get(0)));
    assertThat(chart.all("desc").get(0).getTextContent()).contains("asynchronous: 12", "writes");
  }

  @Test
  void aLessonWithoutAChartShowsItsTableAsBars() throws Exception {
    Story story = new Story();
    Story.Table table = story.table("protection", "callers", "loads", "remark");
    table.row("naive", 800, 540, "too many");
    table.row("lease", 800, 1, "one");
    List<Path> pictures = Pictures.draw(story, folder);
    assertThat(pictures).hasSize(1);
    Drawing drawing = new Drawing(Files.readString(pictures.get(0)));
    assertThat(drawing.texts())
        .as("what is alike in all rows, and words, are no bars")
        .containsExactly(
            "loads by protection", "protection", "naive", "lease", "loads (log scale)", "540", "1");
  }

  @Test
  void aShardWithNothingStandsBesideTheOthers() throws Exception {
    Story story = new Story();
    Story.Table table = story.table("way", "shard0", "shard1", "calls");
    table.row("range", 0, 100, 7);
    table.row("hash", 0, 50, 7);
    Drawing drawing = new Drawing(Files.readString(Pictures.draw(story, folder).get(0)));
    assertThat(drawing.texts()).contains("shard0", "shard1").doesNotContain("calls");
  }

  @Test
  void twentyThousandEventsAreDrawnInASecond() throws Exception {
    List<Entry> entries = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String node = "node-" + random.nextInt(20);
      String text = words(random, 20) + i;
      entries.add(
          i % 2 == 0
              ? new Entry.Event(3 * i, node, text)
              : new Entry.Message(3 * i, node, "db" + random.nextInt(20), text));
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime(); // others may be at work here
    String svg = Timeline.of(entries);
    Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    assertThat(taken).isLessThan(Duration.ofSeconds(1));
    assertThat(svg.length()).isLessThan(240_000);
    assertThat(new Drawing(svg).clipped()).isEmpty();
  }
}
