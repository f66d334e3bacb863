package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.json.Json;

class JsonLinesTest {
  private static final int EVENTS = 20_000;

  @Test
  void eachEntryIsALineInItsOrderAndTheVerdictIsTheLast() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonLines lines = new JsonLines(out)) {
      Story story = new Story(lines);
      story.question("how many?");
      story.table("way", "loads").row("none", 800);
      story.claim("one is enough", true);
      lines.end(true, "1 of 1 claims held");
    }
    List<JsonNode> told = out.toString(StandardCharsets.UTF_8).lines().map(Json::tree).toList();
    assertThat(told)
        .extracting(line -> line.path("type").asText())
        .containsExactly("question", "head", "row", "claim", "end");
    assertThat(told.get(2).path("cells").get(1).asText()).isEqualTo("800");
    assertThat(told.get(4).path("held").asBoolean()).isTrue();
  }

  @Test
  @Timeout(30)
  void aReaderThatReadsNothingMakesNoStoryWait() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(EVENTS);
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            try {
              reads.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            for (int i = from; i < from + length; i++) {
              if (bytes[i] == '\n') {
                all.countDown();
              }
            }
          }
        };
    try (JsonLines lines = new JsonLines(stuck)) {
      Story story = new Story(lines);
      for (int i = 0; i < EVENTS; i++) {
        story.event("node", "something");
      }
      reads.countDown(); // the story was told before anything was read
      all.await();
    }
  }
}
