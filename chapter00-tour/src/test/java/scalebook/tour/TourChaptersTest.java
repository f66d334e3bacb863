package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each chapter as a reader uses it, in a real browser. */
class TourChaptersTest extends InBrowser {
  /** Sent less all that became of it, whenever the page shows another snapshot. */
  private static final String WATCH =
      """
      (window.sums = [], new MutationObserver(() => document.querySelector('#ledger') && window.sums.push(
        ['sent', 'acknowledged', '✕ failed', 'under way']
          .map(name => Number(document.querySelector(`[data-count='${name}']`).innerText.replace(/,/g, '')))
          .reduce((left, part) => left - part)))
        .observe(document.querySelector('#ledger'), {subtree: true, characterData: true, childList: true}), 1)
      """;

  /** Something is drawn above the stage. */
  private static final String INK =
      """
      (layer => layer.getContext('2d').getImageData(0, 0, layer.width, layer.height).data.some(part => part))
        (document.querySelector('canvas.dots'))
      """;

  private static final String COUNT_DRAWN =
      """
      (window.drawn = 0, ['arc', 'fillText'].forEach(name => {
        const draw = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...where) { window.drawn++; draw.apply(this, where); };
      }), 1)
      """;

  TourChaptersTest() {
    super(1440, 900);
  }

  /** Whatever runs; it may end by itself meanwhile. */
  @AfterEach
  void stop() throws IOException, InterruptedException {
    browser.eval("document.querySelector('.queue button')?.click()");
    awaitNothingRuns();
  }

  private static String node(String name) {
    return "document.querySelector('[data-node=\"%s\"]')".formatted(name);
  }

  private static String troubled(String name) {
    return "%s?.matches('.dead, .sick')".formatted(node(name));
  }

  private static String button(String verb) {
    return "button[aria-label='%s']".formatted(verb);
  }

  private void press(String verb, boolean keys) throws IOException, InterruptedException {
    browser.await("document.querySelector(\"%s\")".formatted(button(verb)), RUN);
    if (keys) {
      browser.focus("document.activeElement.ariaLabel === '%s'".formatted(verb));
      browser.keys(ENTER);
    } else {
      browser.click(button(verb));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, worker-, balancer, kill balancer, start balancer, false",
    "2, worker-, store, kill store, start store, false",
    "3, server 2, cache, kill cache, start cache, true",
    "4, db1, db1, kill db1, start db1, false",
    "5, shard0, shard1, kill shard1, start shard1, false",
    "6, catalogue-2, registry, kill registry, start registry, false",
    "7, coordinator, inventory, kill inventory, start inventory, false"
  })
  void aPlaygroundIsLoadedBrokenAndMended(
      int chapter, String server, String node, String fault, String repair, boolean keys)
      throws Exception {
    play(chapter);
    load(50);
    browser.await("document.querySelector('.figures [data-key^=\"%s\"]')".formatted(server), SOON);
    browser.await("!(%s) && %s".formatted(troubled(node), node(node)), RUN);
    browser.eval(WATCH);
    press(fault, keys);
    browser.await(troubled(node), RUN);
    browser.await("document.querySelectorAll('.chart .mark text').length === 3", SOON);
    browser.await(
        "document.querySelector('.log .mark')?.innerText.includes('%s')".formatted(fault), SOON);
    browser.await("window.sums.length >= 6", SOON);
    assertThat(browser.eval("window.sums.every(sum => sum === 0)").asBoolean())
        .as("sent = acknowledged + failed + under way: " + browser.eval("window.sums"))
        .isTrue();
    browser.reload();
    browser.await("document.querySelectorAll('.chart .mark text').length === 3", SOON);
    press(repair, keys);
    browser.await("!(%s)".formatted(troubled(node)), RUN);
    browser.click("#load-0");
    browser.await("document.querySelector('[data-count=\"under way\"]').innerText === '0'", SOON);
  }

  @ParameterizedTest
  @CsvSource({
    "1.6, hygiene",
    "2.3, consistent",
    "3.6, ageing",
    "4.7, larger",
    "5.2, hash",
    "6.3, retry",
    "7.2, prepare"
  })
  void aLessonRunsToItsVerdictAndFallsWithoutItsMechanism(String lesson, String without)
      throws Exception {
    lesson(lesson);
    browser.click("#run");
    verdict("claims held");
    browser.click("input[name=without][value=%s]".formatted(without));
    browser.click("#run");
    verdict("as predicted");
  }

  @Test
  void aPredictionIsJudgedAndALinkDoesItAllAgain() throws Exception {
    play(3);
    load(50);
    browser.click("#predict-nothing");
    press("kill cache", false);
    browser.await("document.querySelector('#judged small')", SOON);
    assertThat(browser.eval("document.querySelector('#judged').innerText").asText())
        .contains("1 kill cache: you said “nothing”, clients saw “", "failed, slowest");
    press("start cache", false);
    browser.await("!(%s)".formatted(troubled("cache")), RUN);
    String link = browser.eval("document.querySelector('#replay').hash").asText();
    assertThat(link).matches("#3/play/0\\.0~load~50~/[\\d.]+~kill~cache/[\\d.]+~start~cache");
    stop();
    browser.go(link.substring(1), SOON);
    browser.await("document.querySelectorAll('.steps li').length === 3", SOON);
    browser.click("#start");
    browser.await("document.querySelectorAll('.log .mark').length === 2", RUN);
    assertThat(
            browser.eval("[...document.querySelectorAll('.log .mark')].map(one => one.innerText)"))
        .map(one -> one.asText().replaceFirst("(?s).*you\\s*", ""))
        .containsExactly("start cache", "kill cache"); // the newest first
    assertThat(browser.eval("document.querySelector('#load-50').ariaPressed").asText())
        .isEqualTo("true");
  }

  @Test
  void requestsAreDotsAndFiguresForThoseWhoWantNoMotion() throws Exception {
    browser.prefers("prefers-reduced-motion", "no-preference");
    play(1);
    load(50);
    browser.await(INK, SOON);
    browser.await("document.querySelectorAll('.figures text').length === 5", SOON);
    browser.prefers("prefers-reduced-motion", "reduce");
    browser.await("document.querySelector('.legend').innerText.startsWith('Figures')", SOON);
    browser.await("!(%s)".formatted(INK), SOON);
    browser.eval(COUNT_DRAWN);
    browser.eval(WATCH);
    browser.await("window.sums.length >= 6", SOON);
    assertThat(browser.eval("window.drawn").asInt()).as("dots that moved").isZero();
    assertThat(browser.eval("document.querySelectorAll('.figures text').length").asInt())
        .isEqualTo(5);
    browser.prefers("prefers-reduced-motion", "no-preference");
  }

  /** A browser holds six connections to a server, and a page's stream is one. */
  @Test
  void manyTabsShowTheSame() throws Exception {
    String first = browser.shown();
    play(3);
    for (int i = 0; i < 8; i++) {
      browser.tab();
      browser.open(tour.link());
      browser.await("document.querySelector('#connection')?.innerText === '● live'", SOON);
    }
    browser.go("3/play", SOON);
    browser.await("document.querySelector('.node')", SOON);
    load(50);
    press("kill cache", false);
    browser.show(first);
    browser.await(troubled("cache"), SOON);
    browser.await("document.querySelector('#load-50').ariaPressed === 'true'", SOON);
  }

  @Test
  void aTourThatDiedIsMissedAndTheNextOneIsFound() throws Exception {
    String first = browser.shown();
    browser.tab();
    int port;
    try (Running dies = new Running()) {
      port = dies.port();
      browser.open(dies.link());
      browser.await("document.querySelector('#connection')?.innerText === '● live'", SOON);
      dies.kill();
      browser.await(
          "document.querySelector('#connection').innerText.includes('not connected')", SOON);
    }
    try (Running next = new Running(port)) {
      browser.await("document.body.innerText.includes('This tour has ended')", SOON);
      browser.open(next.link());
      browser.await("document.querySelector('#connection')?.innerText === '● live'", SOON);
      browser.await("document.querySelector('article h1')", SOON);
      assertThat(browser.complaints())
          .allMatch(one -> one.matches("(?s).*(net::ERR_|status of 401).*"));
      browser.open("about:blank");
    }
    browser.show(first);
  }
}
