package scalebook.cloning.lessons;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.Callers;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;

/**
 * One of four clones is ten times slower: which policies notice?
 *
 * <p>Round robin and random give it a quarter of the requests, twice what it can serve, and its
 * queue grows without end. A policy that looks at the load gives it what it can take.
 *
 * <pre>./book policies --slow 20</pre>
 */
@Command(name = "policies", description = "one of four clones is slow: which policies notice?")
@Idea(
    value = {Policy.class, Backend.class},
    method = "Policy.pick",
    test = "policy.PolicyTest")
public final class Lesson4Policies extends Lesson {
  private static final int WORKERS = 4;
  private static final int SLOT = 4;
  private static final int CALLERS = 150;
  private static final long MOST_STILL_MILLIS = 40;
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final String PATH = "/wait?millis=4";

  @Option(names = "--slow", description = "how many times slower (default: ${DEFAULT-VALUE})")
  private int slow = 10;

  @Option(names = "--rate", description = "requests a second (default: ${DEFAULT-VALUE})")
  private int rate = 400;

  @Option(names = "--seed", description = "of the random policies (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("One of %d clones is %d times slower. Who waits for it?", WORKERS, slow);
    DemoApp app = DemoApp.alone().threads(2);
    Cluster.Setup setup =
        Cluster.Setup.of(slot -> slot == SLOT ? app.slow(slow) : app, WORKERS) // ①
            .front(Front.Setup.defaults().weights(slot -> slot == SLOT ? 1 : slow));
    Map<String, Double> tails = new LinkedHashMap<>();
    try (Cluster cluster = Cluster.open(setup, lab(), (node, text) -> {});
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      Load.closed(WORKERS, 100, number -> callers.get("/wait?millis=0"))
          .await(); // none starts cold
      Story.Table table = story.table("policy", "slow clone %", "p50 ms", "p99 ms");
      for (Policy.Kind kind : Policy.Kind.values()) {
        Outcome outcome =
            Standstill.without(story, MOST_STILL_MILLIS, () -> measure(cluster, callers, kind));
        Ledger ledger = outcome.ledger;
        tails.put(kind.toString(), story.figure("p99Millis." + kind, ledger.millisAt(99)));
        table.row(kind, outcome.slowShare, ledger.millisAt(50), ledger.millisAt(99));
      }
    }
    story.bars("The slowest of a hundred", "policy", "p99 ms", tails);
    story.event("address-hash", "all of this load has one address, so one clone gets it all");
    double blind = tails.get("round-robin");
    for (String aware :
        new String[] {"least-connections", "weighted-least-connections", "two-choices", "ewma"}) {
      story.claim(aware + " keeps the tail below round robin's", tails.get(aware) < blind);
    }
  }

  private record Outcome(Ledger ledger, double slowShare) {}

  private Outcome measure(Cluster cluster, Callers callers, Policy.Kind kind) throws Exception {
    cluster.balancer().rotation().policy(kind.create(new Random(seed)));
    long before = slowClone(cluster).served();
    int count = rate * either(1_000, 120) / 1_000;
    Ledger ledger = Load.open(rate, CALLERS, count, number -> callers.get(PATH)).await();
    awaitQuiet(cluster); // ② no policy inherits the queue of the one before
    return new Outcome(ledger, 100.0 * (slowClone(cluster).served() - before) / count);
  }

  private static Backend slowClone(Cluster cluster) {
    return cluster.balancer().rotation().members().stream()
        .filter(backend -> backend.name().startsWith("worker-" + SLOT + "."))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitQuiet(Cluster cluster) {
    Rotation rotation = cluster.balancer().rotation();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> rotation.members().stream().allMatch(b -> b.inFlight() == 0));
  }

  public static void main(String[] args) {
    run(new Lesson4Policies(), args);
  }
}
