package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A tour, and a real browser that shows it: {@code -Dscalebook.browser=true}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InBrowser {
  static final int SOON = 60; // seconds
  static final int RUN = 300;
  static final String ENTER = "\uE007";

  private final int width;
  private final int height;
  Running tour;
  Browser browser;

  InBrowser(int width, int height) {
    this.width = width;
    this.height = height;
  }

  Running start() throws IOException {
    return new Running();
  }

  @BeforeAll
  void open() throws IOException, InterruptedException {
    assumeTrue(Boolean.getBoolean("scalebook.browser"), "as CI does: -Dscalebook.browser=true");
    assumeTrue(Browser.installed(), "no browser: install chromium and chromium-driver");
    assumeTrue(Running.possible(), "needs all chapters: mvn verify");
    tour = start();
    browser = new Browser(width, height);
    browser.open(tour.link());
    browser.await("document.querySelector('article h1')", SOON);
  }

  @AfterAll
  void close() throws IOException, InterruptedException {
    if (browser != null) {
      browser.close();
    }
    if (tour != null) {
      tour.close();
    }
  }

  @AfterEach
  void theConsoleIsSilent() throws IOException, InterruptedException {
    assertThat(browser.complaints()).as("violations of the policy, and errors").isEmpty();
  }

  void go(String place) throws IOException, InterruptedException {
    browser.go(place, SOON);
  }

  /** Its form, with a limit for a machine that is busy. */
  void lesson(String number) throws IOException, InterruptedException {
    go("%s/lessons/%s".formatted(number.charAt(0), number));
    browser.await("document.querySelector('.options[data-key=\"%s\"]')".formatted(number), SOON);
    browser.eval(
        "(document.querySelector('input[name=\"--limit\"]').value = '%d', 1)".formatted(RUN));
  }

  void verdict(String part) throws IOException, InterruptedException {
    browser.await(
        "document.querySelector('#verdict')?.innerText.includes('%s')".formatted(part), RUN);
  }

  void awaitNothingRuns() throws IOException, InterruptedException {
    browser.await("!document.querySelector('.queue code')", RUN);
  }

  void play(int chapter) throws IOException, InterruptedException {
    go(chapter + "/play");
    browser.await("document.querySelector('#start')", SOON);
    browser.click("#start");
    browser.await("document.querySelector('.node')", RUN);
  }

  void load(int perSecond) throws IOException, InterruptedException {
    browser.click("#load-" + perSecond);
    browser.await("document.querySelector('[data-count=acknowledged]').innerText !== '0'", SOON);
  }
}
