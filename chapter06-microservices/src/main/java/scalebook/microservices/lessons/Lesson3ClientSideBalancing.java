package scalebook.microservices.lessons;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Settings;
import scalebook.engines.http.Callers;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.load.Request;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.stage.Central;
import scalebook.microservices.stage.Fleet;

/**
 * A balancer in the middle, or a library in every caller that knows where everybody is.
 *
 * <pre>./book client-side-balancing</pre>
 */
@Command(
    name = "client-side-balancing",
    description = "the balancer as a library in the caller, fed by the registry")
@Idea(value = ServiceCaller.class, method = "ServiceCaller.call", test = "calls.ServiceCallerTest")
@Without(
    name = "retry",
    what = "the second attempt, at another instance",
    falls = Lesson3ClientSideBalancing.CHURN)
public final class Lesson3ClientSideBalancing extends Lesson {
  static final String CHURN = "no call fails while instances come and go";
  private static final int INSTANCES = 3;
  private static final int CALLERS = 2;
  private static final int ROUNDS = 4;

  @Option(names = "--requests", description = "per round and way (default: ${DEFAULT-VALUE})")
  private Size requests = size(800, 400);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("How much faster is a balancer in each caller than a central one?");
    int attempts = with("retry") ? ServiceCaller.ATTEMPTS : 1;
    Fleet begun = new Fleet(lab(), Settings.defaults(), Timing.DEFAULT);
    try (Fleet fleet = begun.start(INSTANCES, "catalogue");
        ServiceCaller library =
            new ServiceCaller("catalogue", fleet.registry(), Policy.Kind.TWO_CHOICES, attempts)) {
      library.awaitInstances(all -> all.size() == INSTANCES);
      hops(story, library);
      churn(story, fleet, library);
    }
  }

  /** ① The same instances, through chapter 1's balancer and without it, in turn. */
  private void hops(Story story, ServiceCaller library) throws Exception {
    double slow = Double.MAX_VALUE;
    double fast = Double.MAX_VALUE;
    try (Balancer balancer = Central.before(library.instances());
        Callers central = new Callers(balancer.port(), 5_000)) {
      for (int round = 0; round < ROUNDS; round++) {
        double middle = medianMicros(number -> central.get("/catalogue"));
        double direct =
            medianMicros(
                number -> library.call("GET", "/catalogue", "", true, Deadline.in(3_000)).orFail());
        if (round > 0) { // the first one warms up
          slow = Math.min(slow, middle);
          fast = Math.min(fast, direct);
        }
      }
    }
    Story.Table table = story.table("balancer", "hops", "median µs");
    table.row("central", 2, slow).figure("medianMicros.central", slow);
    table.row("in each caller", 1, fast).figure("medianMicros.library", fast);
    story.bars("a call", "", "µs", new TreeMap<>(Map.of("central", slow, "in each caller", fast)));
    story.control("a central balancer makes each call slower", fast < slow);
  }

  private double medianMicros(Request request) throws InterruptedException {
    try (Load load = Load.closed(CALLERS, requests.get(), request)) {
      return 1_000 * load.await().millisAt(50);
    }
  }

  /** ② Under calls all the time. */
  private static void churn(Story story, Fleet fleet, ServiceCaller library) throws Exception {
    try (Load load = Fleet.load(library, INSTANCES, 300, 4)) {
      Instance first = library.instances().get(0);
      fleet.kill(first.name());
      story.event(first.name(), "kill -9");
      fleet.scale("catalogue", INSTANCES + 1);
      library.awaitInstances(all -> all.size() == INSTANCES + 1 && !all.contains(first));
      story.event("registry", "one more, and the dead one is back");
      fleet.scale("catalogue", 2);
      library.awaitInstances(all -> all.size() == 2);
      fleet.kill("catalogue-2");
      story.event("catalogue-2", "kill -9");
      Thread.sleep(600); // calls after the last death
      Ledger ledger = load.stop();
      story.note(
          "2 instances killed, 2 stopped, 1 added: %,d calls, %d failed, %d retried elsewhere",
          ledger.sentCount(), ledger.failedCount(), library.retried());
      story.figure("calls", ledger.sentCount());
      double failed = story.figure("failed", ledger.failedCount());
      story.claim(CHURN, failed == 0 && library.retried() > 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson3ClientSideBalancing(), args);
  }
}
