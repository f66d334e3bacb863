package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.lab.Lesson;

/** The book as files, read in a real browser. */
class TourExportTest {
  private static final int SOON = 60; // seconds
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

  @TempDir Path folder;

  private void export() throws IOException, InterruptedException {
    Process done = Running.book("tour", "--export", folder.toString()).start();
    String said = new String(done.getInputStream().readAllBytes());
    assertThat(done.waitFor()).isEqualTo(Lesson.HELD);
    assertThat(said.strip()).isEqualTo("open " + folder.resolve("index.html").toUri());
  }

  @Test
  void everyChapterIsAFileWithItsRunsAndWithoutWhatNeedsAMachine() throws Exception {
    assumeTrue(Running.possible(), "needs all chapters: mvn verify");
    export();
    for (int chapter = 1; chapter <= 7; chapter++) {
      assertThat(Files.readString(folder.resolve(chapter + ".html")))
          .contains("<h1", "class=\"replay\"", "claims held", "data-meaning", "./book check ")
          .doesNotContain("data-lesson", "data-play", "data-source", "%s");
    }
  }

  @Test
  void aBrowserReadsItFromFilesAndFromAnyHost() throws Exception {
    assumeTrue(Boolean.getBoolean("scalebook.browser"), "as CI does: -Dscalebook.browser=true");
    assumeTrue(Browser.installed(), "no browser: install chromium and chromium-driver");
    assumeTrue(Running.possible(), "needs all chapters: mvn verify");
    export();
    Service host = Service.on(0, "host", 4).route("/deep/", this::file).start();
    try (Browser browser = new Browser(1280, 720)) {
      read(browser, folder.toUri().toString());
      read(browser, "http://127.0.0.1:%d/deep/".formatted(host.port()));
    } finally {
      host.close();
    }
  }

  private Answer file(Call call) throws IOException {
    Path file = folder.resolve(call.path().replaceFirst(".*/", ""));
    if (!Files.isRegularFile(file)) {
      throw new Refused(404, "no such file");
    }
    String type = TYPES.get(call.path().replaceFirst(".*\\.", ""));
    return new Answer(200, type + "; charset=utf-8", Files.readString(file), Map.of());
  }

  private static void read(Browser browser, String base) throws IOException, InterruptedException {
    browser.open(base + "index.html");
    for (int chapter = 1; chapter <= 7; chapter++) {
      browser.click(".chapters a[href='%d.html']".formatted(chapter));
      String heading = "document.querySelector('article h1')?.innerText.startsWith('%d ')";
      browser.await(heading.formatted(chapter), SOON);
      String lost =
          "[...document.querySelectorAll('article a[href^=\"#\"]')].filter(one =>"
              + " !document.getElementById(one.hash.slice(1))).map(one => one.hash)";
      assertThat(browser.eval(lost)).as("links to nowhere").isEmpty();
    }
    String run = "document.querySelector('.recorded + pre').innerText";
    String whole = browser.eval(run).asText();
    browser.click(".recorded button");
    browser.await(run + ".length < 40", SOON);
    browser.await("(" + run + ".match(/\\n/g) ?? []).length >= 2", SOON);
    browser.click(".recorded button");
    assertThat(browser.eval(run).asText()).isEqualTo(whole);
    String size = "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)";
    double usual = browser.eval(size).asDouble();
    browser.click("#big");
    assertThat(browser.eval(size).asDouble()).isGreaterThan(1.2 * usual);
    browser.reload();
    assertThat(browser.eval(size).asDouble()).as("after a reload").isGreaterThan(1.2 * usual);
    browser.click("#big");
    assertThat(browser.complaints()).isEmpty();
  }
}
