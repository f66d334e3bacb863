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
import scalebook.lab.Without;
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
@Without(
    name = "load",
    what = "what a policy sees of requests under way (instead: all look idle)",
    falls = Lesson4Policies.LOAD)
@Without(
    name = "weights",
    what = "weights that match what clones can do (instead: all alike)",
    falls = Lesson4Policies.WEIGHTS)
@Without(
    name = "latency",
    what = "what a policy sees of answer times (instead: all look alike)",
    falls = Lesson4Policies.LATENCY)
public final class Lesson4Policies extends Lesson {
  static final String LOAD =
      "policies that count open requests halve its share, and shorten the tail";
  static final String WEIGHTS = "right weights halve its share, and shorten the tail";
  static final String LATENCY = "ewma gives the slow clone less than half of two-choices' share";
  private static final int WORKERS = 4;
  private static final int SLOT = 4;

  /** Who is slow stays in rotation, whatever it fails or however long it is silent. */
  private static final Rotation.Settings POLICY_ALONE =
      new Rotation.Settings(Integer.MAX_VALUE, 1, 1, 0.5, 1, Integer.MAX_VALUE);

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
            .front(
                Front.Setup.defaults()
                    .weights(slot -> slot == SLOT || !with("weights") ? 1 : slow));
    Map<String, Double> tails = new LinkedHashMap<>();
    try (Cluster cluster = Cluster.open(setup, lab(), (node, text) -> {});
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      Load.closed(WORKERS, 100, number -> callers.get("/wait?millis=0"))
          .await(); // none starts cold
      Story.Table table = story.table("policy", "to the slow one %", "p50 ms", "p99 ms");
      for (Policy.Kind kind : Policy.Kind.values()) {
        Outcome outcome =
            Standstill.without(story, MOST_STILL_MILLIS, () -> measure(cluster, callers, kind));
        Ledger ledger = outcome.ledger;
        tails.put(kind.toString(), story.figure("p99Millis." + kind, ledger.millisAt(99)));
        story.figure("slowShare." + kind, outcome.slowShare);
        table.row(kind, outcome.slowShare, ledger.millisAt(50), ledger.millisAt(99));
      }
    }
    story.bars("The slowest of a hundred", "policy", "p99 ms", tails);
    story.note("address-hash: all of this load has one address, so one clone gets it all");
    claims(story);
  }

  private void claims(Story story) {
    story.control(
        "round robin gives the slow clone a full share",
        story.figure("slowShare.round-robin") > 90.0 / WORKERS);
    story.claim(LOAD, halves(story, "least-connections") && halves(story, "two-choices"));
    story.claim(WEIGHTS, halves(story, "weighted"));
    story.claim(
        LATENCY, story.figure("slowShare.ewma") < story.figure("slowShare.two-choices") / 2);
  }

  /** At most half of round robin's share for the slow clone, and a shorter tail. */
  private static boolean halves(Story story, String policy) {
    return story.figure("slowShare." + policy) < story.figure("slowShare.round-robin") / 2
        && story.figure("p99Millis." + policy) < story.figure("p99Millis.round-robin");
  }

  private record Outcome(Ledger ledger, double slowShare) {}

  private Outcome measure(Cluster cluster, Callers callers, Policy.Kind kind) throws Exception {
    cluster.balancer().rotation().policy(kind.create(new Random(seed), sight()));
    long before = slowClone(cluster).served();
    int count = rate * either(1_000, 240) / 1_000;
    Ledger ledger = Load.open(rate, CALLERS, count, number -> callers.get(PATH)).await();
    awaitQuiet(cluster); // ② no policy inherits the queue of the one before
    return new Outcome(ledger, 100.0 * (slowClone(cluster).served() - before) / count);
  }

  private Policy.Sight sight() {
    Policy.Sight sight = Policy.Sight.FULL;
    sight = with("load") ? sight : sight.withoutLoad();
    return with("latency") ? sight : sight.withoutLatency();
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
