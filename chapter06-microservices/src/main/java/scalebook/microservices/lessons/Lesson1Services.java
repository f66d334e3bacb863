package scalebook.microservices.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import scalebook.cloning.supervisor.Settings;
import scalebook.engines.http.Callers;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.microservices.registry.Timing;
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
@Without(
    name = "deadline",
    what = "the gateway's short deadline",
    falls = {Lesson1Services.LATE, Lesson1Services.PARTIAL})
public final class Lesson1Services extends Lesson {
  static final String LATE = "a slow service answers 504, a dead one 502, others 200";
  static final String PARTIAL = "a page without the stock says that it is partial";
  private static final long MOST_MILLIS = 10_000;
  private static final long HURRIED_MILLIS = 1_500;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A shop as one program, and as five services. What is different?");
    Story.Table table = story.table("a shop as", "processes", "answers", "wrong");
    Map<String, String> one = new LinkedHashMap<>();
    try (Fleet fleet = fleet().start(1, ServiceApp.ALL);
        Gateway gateway = new Gateway(0, fleet.registry(), name -> ServiceApp.ALL, MOST_MILLIS)) {
      one.putAll(Questions.ask(gateway));
    }
    try (Fleet fleet = fleet().startAll(1)) {
      try (Gateway gateway = new Gateway(0, fleet.registry(), name -> name, MOST_MILLIS)) {
        Map<String, String> five = Questions.ask(gateway);
        five.forEach((question, answer) -> story.event("gateway", "%s: %s", question, answer));
        double different = story.figure("differentAnswers", Questions.different(one, five));
        table.row("one program", 1, one.size(), 0);
        table.row("five services", fleet.processes(), five.size(), (long) different);
        hotService(story, table, fleet, gateway);
        story.control("one program and five services give the same answers", different == 0);
      }
      long most = with("deadline") ? HURRIED_MILLIS : MOST_MILLIS;
      try (Gateway gateway = new Gateway(0, fleet.registry(), name -> name, most)) {
        failures(story, fleet, gateway);
      }
    }
  }

  private Fleet fleet() throws Exception {
    return new Fleet(lab(), Settings.defaults().noRestart(), Timing.DEFAULT);
  }

  /** ① Only what is asked most gets more processes. */
  private void hotService(Story story, Story.Table table, Fleet fleet, Gateway gateway)
      throws Exception {
    fleet.scale("catalogue", 2);
    fleet.awaitListed("catalogue", 2);
    gateway.caller(Function.CATALOGUE).awaitInstances(all -> all.size() == 2);
    try (Callers callers = new Callers(gateway.port(), 10_000);
        Load load =
            Load.closed(4, either(600, 200), n -> callers.get("/api/catalogue/" + (1 + n % 9)))) {
      Ledger ledger = load.await();
      fleet.table().forEach(line -> story.event("registry", "%s", line));
      long instances = fleet.processes();
      table.row("…, the catalogue twice", instances, ledger.sentCount(), ledger.failedCount());
      Map<String, Double> all = new LinkedHashMap<>();
      all.put("each service once", (double) Function.values().length);
      all.put("the catalogue twice", (double) instances);
      story.bars("cloning only what is busy", "", "processes", all);
      story.control(
          "cloning only the hot service: six processes, not ten",
          instances == 6 && ledger.failedCount() == 0);
    }
  }

  /** ② Nobody there is another answer than nobody in time. */
  private static void failures(Story story, Fleet fleet, Gateway gateway) throws Exception {
    Outage seen = Outage.of(fleet, gateway);
    story.note(
        "inventory slow: %d, dead: %d; the catalogue: %d",
        seen.late(), seen.nobody(), seen.others());
    story.note("a page, while it is slow: %s", seen.page().body().strip());
    story.claim(LATE, seen.late() == 504 && seen.nobody() == 502 && seen.others() == 200);
    story.claim(
        PARTIAL, seen.page().status() == 200 && seen.page().headers().containsKey("x-partial"));
  }

  public static void main(String[] args) {
    run(new Lesson1Services(), args);
  }
}
