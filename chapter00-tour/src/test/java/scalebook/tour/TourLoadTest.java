package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a page costs when much is told. In processor time, which a busy machine does not change; a
 * frame that took so long took at least as much of it.
 */
class TourLoadTest extends InBrowser {
  private static final long FRAME_MILLIS = 200;
  private static final int STEPS = 20;
  private static final int SNAPSHOTS = 40;

  TourLoadTest() {
    super(1280, 720);
  }

  @Override
  Running start() throws IOException {
    return Running.fed();
  }

  /** Feeds it, waits until the page shows it; the processor time of all that was drawn. */
  private long cost(String command, String shown) throws IOException, InterruptedException {
    long before = browser.pageMillis();
    tour.type(command);
    browser.await(shown, SOON);
    return browser.pageMillis() - before;
  }

  private Map<String, Long> memory() throws IOException, InterruptedException {
    return browser.metrics("JSHeapUsedSize", "Nodes");
  }

  @Test
  void ofTwentyThousandEventsNoThousandTakesAFrameOf200Millis() throws Exception {
    go("1/lessons");
    browser.await("document.querySelector('#happened, .story')", SOON);
    Map<String, Long> half = Map.of();
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
      half = step == STEPS / 2 ? memory() : half;
    }
    flat(half, memory());
  }

  @Test
  void tenThousandRequestsASecondCostThePageATenthOfACore() throws Exception {
    go("1/play");
    browser.await("document.querySelector('.node')", SOON);
    for (int step = 1; step <= STEPS; step++) {
      assertThat(cost("snapshots 1", sent(step))).as("of one look").isLessThan(FRAME_MILLIS);
    }
    Map<String, Long> before = memory();
    long start = System.nanoTime();
    long millis = cost("snapshots " + SNAPSHOTS, sent(STEPS + SNAPSHOTS));
    double wall = (System.nanoTime() - start) / 1e6;
    assertThat(millis / wall).as("%d ms of a core in %.0f ms", millis, wall).isLessThan(0.1);
    flat(before, memory());
  }

  private static String sent(int looks) {
    return "document.querySelector('[data-count=sent]').innerText === '%,d'"
        .formatted(looks * 2_500);
  }

  private static void flat(Map<String, Long> before, Map<String, Long> after) {
    before.forEach((name, value) -> assertThat(after.get(name)).as(name).isLessThan(value * 5 / 4));
  }
}
