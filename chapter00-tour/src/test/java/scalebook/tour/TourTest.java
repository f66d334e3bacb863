package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The page as a reader uses it, in a real browser. */
class TourTest extends InBrowser {
  TourTest() {
    super(1280, 720);
  }

  @Test
  void eachChapterCanBeReadAndTheTokenIsInNoHistory() throws Exception {
    for (int chapter = 1; chapter <= 7; chapter++) {
      go(chapter + "/read");
      browser.await(
          "document.querySelector('article h1')?.innerText.startsWith('%d ')".formatted(chapter),
          SOON);
      assertThat(browser.eval("document.querySelectorAll('article button.run').length").asInt())
          .isGreaterThan(5);
      assertThat(browser.eval("document.querySelectorAll('article dfn').length").asInt())
          .isGreaterThan(5);
    }
    assertThat(browser.eval("location.href").asText()).doesNotContain(tour.token());
  }

  @Test
  void aLessonGrowsToItsVerdictAndAReloadLosesNothing() throws Exception {
    go("2/lessons/2.1");
    browser.click("#run");
    browser.await("document.querySelectorAll('.story td').length > 0", RUN);
    String question = browser.eval("document.querySelector('.story h3').innerText").asText();
    browser.reload();
    browser.await(
        "document.querySelector('.story h3')?.innerText === '%s'"
            .formatted(question.replace("'", "\\'")),
        SOON);
    verdict("claims held");
    awaitNothingRuns();
    assertThat(browser.eval("document.querySelectorAll('.claims .good').length").asInt())
        .isPositive();
    browser.click(".sources button");
    browser.await("document.querySelector('dialog[open] .here')", SOON);
    browser.click("dialog button");
  }

  @Test
  void withoutItsMechanismTheClaimFallsByKeyboardAlone() throws Exception {
    go("2/lessons/2.3");
    browser.await("document.querySelector('.options[data-key=\"2.3\"]')", SOON);
    browser.focus("document.activeElement.name === 'without'");
    browser.keys("\uE015"); // down: without the first one
    browser.focus("document.activeElement.id === 'run'");
    browser.keys(ENTER);
    verdict("as predicted");
    awaitNothingRuns();
    assertThat(browser.eval("document.querySelectorAll('.claims .warn').length").asInt())
        .isPositive();
  }

  @Test
  void aPlaygroundTakesLoadLosesAWorkerAndItsLedgerIsAnEquation() throws Exception {
    play(1);
    load(50);
    browser.await("document.querySelectorAll('.node .tag').length >= 4", RUN);
    browser.click("button[aria-label='kill 2']");
    browser.await("document.querySelectorAll('.chart .mark text').length === 3", SOON);
    browser.await("document.querySelector('#answer').innerText.includes('> kill 2')", SOON);
    browser.await("document.querySelector('.log .mark').innerText.includes('kill 2')", SOON);
    for (int look = 0; look < 20; look++) {
      assertThat(browser.eval(sum()).asLong())
          .as("sent - acknowledged - failed - under way")
          .isZero();
    }
    browser.click("#load-0");
    browser.await("document.querySelector('[data-count=\"under way\"]').innerText === '0'", SOON);
    browser.click(".queue button");
    awaitNothingRuns();
    browser.await("document.querySelector('#start')", SOON);
  }

  private static String sum() {
    return "['sent', 'acknowledged', '✕ failed', 'under way'].map(name =>"
        + " Number(document.querySelector(`[data-count='${name}']`).innerText.replace(/,/g,"
        + " ''))).reduce((left, part) => left - part)";
  }

  @Test
  void anExerciseShowsItsStateAndItsHintsOneByOne() throws Exception {
    go("5/exercises");
    browser.await(
        "document.querySelector('.card .state').innerText.match(/not started|green|red/)", RUN);
    browser.click(".card > button");
    browser.await("document.querySelectorAll('.hints li').length === 1", SOON);
    go("5/read");
    awaitNothingRuns();
  }

  @Test
  void aDarkScreenGetsDarkPaper() throws Exception {
    String paper = "getComputedStyle(document.body).backgroundColor";
    browser.prefers("prefers-color-scheme", "light");
    assertThat(browser.eval(paper).asText()).isEqualTo("rgb(255, 255, 255)");
    browser.prefers("prefers-color-scheme", "dark");
    assertThat(browser.eval(paper).asText()).isEqualTo("rgb(14, 21, 28)");
  }
}
