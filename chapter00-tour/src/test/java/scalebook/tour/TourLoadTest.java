package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What a page costs when much is told. In processor time, which a busy machine does not change; a
 * frame that took so long took at least as much of it.
 */
class TourLoadTest extends InBrowser {
  private static final long FRAME_MILLIS = 200;
  private static final int STEPS = 20;
  private static final int SNAPSHOTS = 40;
  private static final String ELEMENTS = "document.querySelectorAll('*').length";

  TourLoadTest() {
    super(1280, 720);
  }

  @Override
  Running start() throws IOException {
    return Running.fed();
  }

  private long cost(String command, String shown) throws IOException, InterruptedException {
    return cost(command, 0, shown);
  }

  /**
   * Feeds it, waits until the page shows it; the processor time of all that was drawn. To ask the
   * page costs it time, too: nobody asks it as long as the feeding lasts.
   */
  private long cost(String command, long lasts, String shown)
      throws IOException, InterruptedException {
    long before = browser.pageMillis();
    tour.type(command);
    Thread.sleep(lasts);
    browser.await(shown, SOON);
    return browser.pageMillis() - before;
  }

  @Test
  void ofTwentyThousandEventsNoThousandTakesAFrameOf200Millis() throws Exception {
    go("1/lessons");
    browser.await("document.querySelector('#happened, .story')", SOON);
    for (int step = 1; step <= STEPS; step++) {
      String last =
          "document.querySelector('.events li:last-child')?.innerText.endsWith('event %d')";
      String summary = "document.querySelector('#happened summary')";
      long millis = cost("story 1000", step == 1 ? summary : last.formatted(step * 1_000));
      if (step == 1) {
        browser.click("#happened summary");
        browser.await(last.formatted(1_000), SOON);
      }
      assertThat(millis).as("processor time of step " + step).isLessThan(FRAME_MILLIS);
    }
    assertThat(
            browser.eval("import('/server.js').then(all => all.state.run.entries.length)").asInt())
        .as("what the page keeps")
        .isEqualTo(300);
  }

  @Test
  void tenThousandRequestsASecondCostThePageATenthOfACore() throws Exception {
    go("1/play");
    browser.await("document.querySelector('.node')", SOON);
    for (int step = 1; step <= STEPS; step++) {
      assertThat(cost("snapshots 1", sent(step))).as("of one look").isLessThan(FRAME_MILLIS);
    }
    int elements = browser.eval(ELEMENTS).asInt();
    long start = System.nanoTime();
    long lasts = SNAPSHOTS * Fed.EVERY_MILLIS;
    long millis = cost("snapshots " + SNAPSHOTS, lasts, sent(STEPS + SNAPSHOTS));
    double wall = (System.nanoTime() - start) / 1e6;
    assertThat(millis / wall).as("%d ms of a core in %.0f ms", millis, wall).isLessThan(0.1);
    assertThat(browser.eval(ELEMENTS).asInt()).as("with its dots").isLessThan(elements + 200);
  }

  private static String sent(int looks) {
    String shown = "document.querySelector('[data-count=sent]').innerText === '%,d'";
    return String.format(Locale.ROOT, shown, looks * 2_500);
  }
}
