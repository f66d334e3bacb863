package scalebook.microservices.lessons;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import scalebook.cloning.client.Callers;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Gateway;
import scalebook.microservices.stage.Fleet;
import scalebook.microservices.stage.Outage;
import scalebook.microservices.stage.Questions;
import scalebook.microservices.stage.ServiceApp;

/**
 * A shop as one program, and as five services behind a gateway. The answers are the same; what can
 * be cloned alone is not.
 *
 * <pre>./book services</pre>
 */
@Command(name = "services", description = "a shop as one program, and as services behind a gateway")
@Idea(
    value = {Function.class, Gateway.class},
    test = "shop.GatewayTest")
public final class Lesson1Services extends Lesson {
  private static final long MOST_MILLIS = 10_000;
  private static final long HURRIED_MILLIS = 1_500;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A shop as one program, and as five services. What is the same, what is not?");
    Map<String, String> one = new LinkedHashMap<>();
    try (Fleet fleet = fleet().start(1, ServiceApp.ALL);
        Gateway gateway =
            new Gateway(0, fleet.registryPort(), name -> ServiceApp.ALL, MOST_MILLIS)) {
      one.putAll(Questions.ask(gateway));
    }
    try (Fleet fleet = fleet().startAll(1)) {
      try (Gateway gateway = new Gateway(0, fleet.registryPort(), name -> name, MOST_MILLIS)) {
        Map<String, String> five = Questions.ask(gateway);
        five.forEach((question, answer) -> story.event("gateway", "%s: %s", question, answer));
        double different = story.figure("differentAnswers", Questions.different(one, five));
        story.claim("one program and five services give the same answers", different == 0);
        hotService(story, fleet, gateway);
      }
      try (Gateway gateway = new Gateway(0, fleet.registryPort(), name -> name, HURRIED_MILLIS)) {
        failures(story, fleet, gateway);
      }
    }
  }

  private Fleet fleet() throws Exception {
    return new Fleet(lab(), Settings.defaults().noRestart());
  }

  /** ① Only what is asked most gets more processes. */
  private void hotService(Story story, Fleet fleet, Gateway gateway) throws Exception {
    story.step("the catalogue is asked most: one more of it, and of nothing else");
    fleet.scale("catalogue", 2);
    fleet.awaitListed("catalogue", 2);
    gateway.caller(Function.CATALOGUE).awaitInstances(all -> all.size() == 2);
    try (Callers callers = new Callers(gateway.port(), 10_000);
        Load load =
            Load.closed(4, either(600, 200), n -> callers.get("/api/catalogue/" + (1 + n % 9)))) {
      long failed = load.await().failedCount();
      List<String> table = fleet.table();
      table.forEach(line -> story.event("registry", "%s", line));
      long instances = table.stream().mapToLong(line -> line.split(":").length - 1).sum();
      story.claim(
          "only the hot service was cloned: six processes instead of ten",
          instances == 6 && failed == 0);
    }
  }

  /** ② Nobody there is another answer than nobody in time. */
  private static void failures(Story story, Fleet fleet, Gateway gateway) throws Exception {
    story.step("inventory becomes slow, then it dies");
    Outage seen = Outage.of(fleet, gateway);
    story.event(
        "gateway", "slow: %d, dead: %d, the others: %d", seen.late(), seen.nobody(), seen.others());
    story.event("gateway", "the page: %s", seen.page().body().strip());
    story.claim(
        "504 when the deadline ends, 502 when nobody is there, and the others go on",
        seen.late() == 504 && seen.nobody() == 502 && seen.others() == 200);
    story.claim(
        "a page without the number of pieces says so",
        seen.page().status() == 200 && seen.page().headers().containsKey("x-partial"));
  }

  public static void main(String[] args) {
    run(new Lesson1Services(), args);
  }
}
