package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;

/** The page as a reader uses it, in a real browser. */
class TourTest extends InBrowser {
  TourTest() {
    super(1280, 720);
  }

  /** What is refused becomes an error; what was sent must have done nothing. */
  private static final String FROM_OUTSIDE =
      """
      (async (tour, token) => {
        const headers = {'X-Tour-Token': token, 'Content-Type': 'application/json'};
        const body = '{"lesson": "1.6", "arguments": []}';
        const add = (name, all) => new Promise((sent, refused) => {
          const made = Object.assign(document.createElement(name), all, {onload: sent, onerror: refused});
          document.body.append(made);
        });
        const ways = {
          api: () => fetch(tour + '/api/book', {headers}),
          lesson: () => fetch(tour + '/api/lesson', {method: 'POST', headers, body}),
          page: () => fetch(tour + '/'),
          script: () => add('script', {src: tour + '/main.js'}),
          plain: () => fetch(tour + '/api/lesson?token=' + token, {method: 'POST', mode: 'no-cors', body}),
          form: () => {
            const shown = add('iframe', {name: 'there', srcdoc: 'empty'});
            return shown.then(() => new Promise(sent => {
              document.querySelector('iframe').onload = () => sent({type: 'sent'});
              const form = Object.assign(document.createElement('form'), {
                action: tour + '/api/lesson', method: 'POST', enctype: 'text/plain', target: 'there'});
              form.append(Object.assign(document.createElement('input'), {name: body.slice(0, -1), value: '}'}));
              document.body.append(form);
              form.submit();
            }));
          },
        };
        const came = {};
        for (const [name, go] of Object.entries(ways)) {
          came[name] = await go().then(answer => answer.type, () => 'refused');
        }
        return came;
      })('%s', '%s')
      """
          .strip();

  @Test
  void eachChapterCanBeReadAndTheTokenIsInNoHistory() throws Exception {
    browser.open("about:blank");
    browser.open(tour.link());
    browser.await("document.querySelector('article h1')", SOON);
    assertThat(browser.eval("location.href").asText()).doesNotContain(tour.token());
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
  }

  @Test
  void aLessonGrowsToItsVerdictAndAReloadLosesNothing() throws Exception {
    lesson("2.1");
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
    lesson("2.3");
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

  /** All that a page of another origin can send, and this one even has the token. */
  @Test
  void aPageOnAnotherPortThatHoldsTheTokenIsRefused() throws Exception {
    String first = browser.shown();
    Answer empty = Answer.ok("").as("text/html");
    try (Service other = Service.on(0, "other", 4).route("/", call -> empty).start()) {
      browser.tab();
      browser.open("http://127.0.0.1:" + other.port());
      JsonNode came = browser.eval(FROM_OUTSIDE.formatted(tour.url(), tour.token()));
      assertThat(came)
          .hasToString(
              "{\"api\":\"refused\",\"form\":\"sent\",\"lesson\":\"refused\",\"page\":\"refused\","
                  + "\"plain\":\"refused\",\"script\":\"refused\"}");
      assertThat(browser.complaints()).isNotEmpty();
    }
    browser.open("about:blank");
    browser.show(first);
    HttpRequest.Builder events = HttpRequest.newBuilder(URI.create(tour.url() + "/api/events"));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                HttpClient.newHttpClient()
                    .send(
                        events.header(Guard.TOKEN, tour.token()).build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                    .body(),
                StandardCharsets.UTF_8))) {
      String snapshot = lines.lines().filter(line -> line.startsWith("data: ")).findFirst().get();
      assertThat(snapshot).as("what runs, or ran").doesNotContain("\"1.6");
    }
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
