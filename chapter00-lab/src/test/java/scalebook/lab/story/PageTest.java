package scalebook.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  @TempDir Path root;

  private static Story story() {
    Story story = new Story();
    story.question("Which way <loses>?");
    story.event("db1", "died & came back");
    story.message("router", "db2", "write 7");
    Story.Table table = story.table("way", "lost");
    table.row("asynchronous", 1_200);
    table.row("semi-synchronous", 0);
    story.note("both ways wrote 9,000 rows");
    story.claim("semi-synchronous replication loses none", true);
    story.chart("Lag", "s", "ms", Map.of("db2", List.of(new Entry.Point(3, 41.5))));
    return story;
  }

  private String page(String number, Story story) throws Exception {
    Path folder = root.resolve(number);
    return Files.readString(
        Page.write(folder, number, "lesson", story, Pictures.draw(story, folder)));
  }

  @Test
  void aDashStandsUnderTheFiguresOfItsColumn() throws Exception {
    Story story = new Story();
    Story.Table table = story.table("burst into", "taken over", "how");
    table.row("a service", "–", "at once");
    table.row("a queue", 8, "later");
    assertThat(page("6.6", story))
        .contains("<th scope=\"col\" class=\"n\">taken over</th><th scope=\"col\">how</th>")
        .contains("<td class=\"n\">–</td><td>at once</td>");
  }

  @Test
  void aLessonShowsTableThenVerdictThenChartThenTimelineThenEvents() throws Exception {
    String page = page("4.4", story());
    List<Integer> places =
        Stream.of(
                "Which way &lt;loses&gt;?",
                "<td class=\"n\">1,200</td>",
                "both ways wrote 9,000 rows",
                "✔ semi-synchronous replication loses none",
                "src=\"4.4/lag.svg\"",
                "<td class=\"n\">41.5</td>",
                "src=\"4.4/timeline.svg\"",
                "all events (2)",
                "died &amp; came back",
                "router → db2")
            .map(page::indexOf)
            .toList();
    assertThat(places).doesNotContain(-1).isSorted();
  }

  @Test
  void ofSeveralTablesEachNamesItsStepAndASingleOneIsAboutAll() throws Exception {
    Story story = new Story();
    story.step("one lock");
    story.table("clones", "rate").row(1, 10);
    assertThat(page("1.1", story)).doesNotContain("<caption>");
    story.step("no lock");
    story.table("clones", "rate").row(1, 20);
    assertThat(page("1.1", story))
        .contains("<caption>one lock</caption>", "<caption>no lock</caption>");
  }

  @Test
  void thePageNeedsNoNetworkAndIsWellFormed() throws Exception {
    String page = page("4.4", story());
    assertThat(page).doesNotContain("http://", "https://", "<script");
    String body = page.substring(page.indexOf("<h1>"), page.indexOf("</body>"));
    new Drawing("<x>" + body.replaceAll("(<img [^>]*)>", "$1/>") + "</x>");
  }

  @Test
  void everyPictureHasItsWords() throws Exception {
    assertThat(
            Pattern.compile("<img [^>]*alt=\"[^\"]{20,}\"").matcher(page("4.4", story())).results())
        .hasSize(2);
  }

  @Test
  void thePageShowsEveryLessonsLastRunInOrder() throws Exception {
    page("4.10", story());
    page("4.9", story());
    Story failed = new Story();
    failed.claim("nothing <is> lost", false);
    String page = page("1.2", failed);
    assertThat(page).contains("✘ nothing &lt;is&gt; lost");
    assertThat(page.indexOf("id=\"1.2\"")).isLessThan(page.indexOf("id=\"4.9\""));
    assertThat(page.indexOf("id=\"4.9\"")).isLessThan(page.indexOf("id=\"4.10\""));
    assertThat(page).contains("<a class=\"no\" href=\"#1.2\">✘ 1.2 lesson</a>");
    assertThat(page.split("id=\"4.9\"")).as("once").hasSize(2);
  }

  @Test
  void aFloodOfEventsIsInAFileOfItsOwn() throws Exception {
    Story story = new Story();
    for (int i = 0; i < 5_000; i++) {
      story.event("node", "event <%d>", i);
    }
    assertThat(page("9.9", story))
        .contains("event &lt;399&gt;")
        .doesNotContain("event &lt;400&gt;");
    assertThat(Files.readAllLines(root.resolve("9.9/events.txt")))
        .hasSize(5_000)
        .last()
        .asString()
        .contains("node\tevent <4999>");
  }
}
