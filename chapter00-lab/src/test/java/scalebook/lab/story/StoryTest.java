package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryTest {
  @TempDir Path folder;

  private static void tell(Story story) {
    story.question("A question with %d per cent?", 100);
    story.event("balancer", "a < b & c");
    story.message("balancer", "worker-1", "GET /");
    Story.Table table = story.table("way", "loads");
    table.row("naive", 800);
    story.figure("loads.naive", 800);
    story.figure("ratio", 0.25);
    story.chart(
        "Loads by way",
        "n",
        "loads",
        Map.of("naive", List.of(new Entry.Point(1, 2), new Entry.Point(2, 3))));
    story.bars("Bars", "way", "loads", Map.of("naive", 800.0));
    story.claim("it holds", true);
  }

  @Test
  void aConsoleThatIsNoTerminalGetsPlainText() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tell(new Story(new Console(lines(bytes, System::nanoTime), false, true)));
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .doesNotContain("\u001b")
        .contains("? A question with 100 per cent?")
        .containsPattern("\\d ms  balancer    a < b & c")
        .contains("balancer    → worker-1  GET /")
        .contains("✔ it holds")
        .doesNotContain("█");
  }

  @Test
  void whereSomebodyWatchesAChartIsDrawnInLetters() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Lines lines = lines(bytes, () -> 0);
    lines.watched();
    try (Console console = new Console(lines, false, true)) {
      tell(new Story(console));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("naive ████████████████████████ 800");
  }

  private static Lines lines(ByteArrayOutputStream bytes, LongSupplier nanos) {
    return new Lines(new PrintStream(bytes, true, StandardCharsets.UTF_8), nanos);
  }

  @Test
  void aSilenceShowsHowLongItIsUntilTheNextLine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong seconds = new AtomicLong();
    Lines lines = lines(bytes, () -> seconds.get() * 1_000_000_000);
    lines.line("one");
    seconds.set(1);
    lines.look();
    seconds.set(2);
    lines.look();
    seconds.set(3);
    lines.look();
    lines.line("two");
    lines.look();
    seconds.set(6);
    lines.close();
    lines.look();
    String end = System.lineSeparator();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("one" + end + "\r  … 2 s\r       \r\r  … 3 s\r       \rtwo" + end);
  }

  @Test
  void theReportIsWhatOtherProgramsRead() throws Exception {
    Story story = new Story();
    tell(story);
    Path file = folder.resolve("deep/report.json");
    Report.of("3.3", "stampede", story, Map.of("redis", "6.2.6")).write(file);
    var json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "lesson", "command", "held", "without", "claims", "figures", "engines", "millis");
    assertThat(json.at("/figures/loads.naive").toString()).isEqualTo("800");
    assertThat(json.at("/figures/ratio").asDouble()).isEqualTo(0.25);
    assertThat(json.at("/claims/0/text").asText()).isEqualTo("it holds");
    assertThat(json.at("/held").asBoolean()).isTrue();
  }

  @Test
  void aStoryWithoutAClaimHasProvedNothing() {
    assertThat(new Story().asExpected()).isFalse();
    Story failed = new Story();
    failed.claim("first", false);
    failed.claim("second", true);
    assertThat(failed.asExpected()).isFalse();
  }

  @Test
  void aFigureThatWasNotMeasuredIsAnError() {
    assertThatThrownBy(() -> new Story().figure("lost")).hasMessageContaining("'lost'");
  }
}
