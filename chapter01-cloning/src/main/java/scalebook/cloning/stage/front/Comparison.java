package scalebook.cloning.stage.front;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import scalebook.cloning.balancer.Balancer;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.HttpCaller.Answer;
import scalebook.lab.story.Story;

/** Ours, nginx and HAProxy with all duties, asked the same questions. */
public record Comparison(FrontSite site) {
  /**
   * What came of it.
   *
   * @param products who was asked
   * @param named differences that questions.txt explains
   * @param unnamed the others, each in a line
   */
  public record Result(int questions, List<String> products, int named, List<String> unnamed) {
    /** What was found, and who is not installed. */
    public void tell(Story story) {
      unnamed.forEach(line -> story.note("%s", line));
      String text = "%s: %d questions each, %d known differences, %d others%s";
      String missing = products.size() < 3 ? " (nginx or HAProxy is not installed)" : "";
      story.note(text, String.join(", ", products), questions, named, unnamed.size(), missing);
      story.figure("disagreements", unnamed.size());
    }
  }

  public Result ask() throws Exception {
    List<Question> questions = Question.all();
    Map<String, Rivals.Address> all = new LinkedHashMap<>();
    Balancer https = site.cluster().front("whole").balancer();
    try (Rivals rivals = new Rivals(site.description())) {
      site.wholeDoor(https, site.cluster().front("redirect").balancer());
      all.put("ours", new Rivals.Address(site.cluster().front("redirect").port(), https.port()));
      all.putAll(rivals.addresses());
      int named = 0;
      List<String> unnamed = new ArrayList<>();
      for (Map.Entry<String, Rivals.Address> product : all.entrySet()) {
        awaitOpen(product.getValue(), rivals);
        Set<String> renders = new HashSet<>();
        for (Question question : questions) {
          String expected = question.others().getOrDefault(product.getKey(), question.answer());
          String seen = ask(question, product.getValue(), renders);
          named += expected.equals(question.answer()) ? 0 : 1;
          if (!seen.equals(expected)) {
            String text = "%s: %s => %s, not %s";
            unnamed.add(text.formatted(product.getKey(), question.text(), seen, expected));
          }
        }
      }
      return new Result(questions.size(), List.copyOf(all.keySet()), named, unnamed);
    }
  }

  private void awaitOpen(Rivals.Address at, Rivals rivals) {
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> redirects(at));
    } catch (ConditionTimeoutException late) {
      throw new IllegalStateException("no answer: " + rivals.lastWords(), late);
    }
  }

  private boolean redirects(Rivals.Address at) {
    try (HttpCaller caller = site.outside().at("127.0.7.1", at.plain(), false)) {
      return caller.get("/").status() == 308;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String ask(Question q, Rivals.Address at, Set<String> renders) throws IOException {
    int port = q.https() ? at.https() : at.plain();
    List<Answer> answers = new ArrayList<>();
    try (HttpCaller caller = site.outside().at(q.client(), port, q.https())) {
      for (int i = 0; i < q.times(); i++) {
        answers.add(caller.call(q.method(), q.path(), q.headers(), ""));
      }
    }
    if (answers.size() > 1) {
      return answers.stream().map(a -> "" + a.status()).collect(Collectors.joining(" "));
    }
    return seen(q, at, answers.get(0), renders);
  }

  private String seen(Question q, Rivals.Address at, Answer answer, Set<String> renders) {
    StringBuilder seen = new StringBuilder().append(answer.status());
    Map<String, String> headers = answer.headers();
    if (q.https() && !headers.containsKey("strict-transport-security")) {
      seen.append(" no HSTS");
    }
    if (headers.containsKey("location")) {
      String place = headers.get("location").replace(":" + at.https(), ":HTTPS");
      return seen.append(' ').append(place).toString();
    }
    String worker = headers.get("x-worker");
    if (worker != null) {
      seen.append(' ').append(site.group(worker));
    } else if (q.path().startsWith(FrontSite.PREFIX) && answer.status() != 403) {
      seen.append(" own");
    }
    if (q.path().equals("/seen")) {
      seen.append(' ').append(answer.body().strip().replace(q.client(), "CLIENT"));
    } else if (q.path().equals("/page") || q.path().equals("/private")) {
      seen.append(renders.add(headers.get("x-render")) ? " fresh" : " kept");
    } else if (headers.getOrDefault("set-cookie", "").endsWith("; Secure")) {
      seen.append(" Secure");
    }
    return seen.toString();
  }
}
