package scalebook.cloning.lessons;

import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.OwnPolicies;
import scalebook.cloning.stage.measuring.SlowClone;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.engines.http.Callers;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Without;
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
@Mine(value = "LeastConnections", as = "the policy least-connections")
@Mine(value = "SmoothWeightedRoundRobin", as = "the policy weighted")
public final class Lesson4Policies extends Lesson {
  static final String LOAD =
      "policies that count open requests halve its share, and shorten the tail";
  static final String WEIGHTS = "right weights halve its share, and shorten the tail";
  static final String LATENCY = "ewma gives the slow clone less than half of two-choices' share";
  private static final int WORKERS = 4;
  private static final int SLOT = 4;

  private static final int TIMEOUT_MILLIS = 20_000;

  @Option(names = "--slow", description = "how many times slower (default: ${DEFAULT-VALUE})")
  private int slow = 10;

  @Option(names = "--rate", description = "requests a second (default: ${DEFAULT-VALUE})")
  private int rate = 150;

  @Option(names = "--seed", description = "of the random policies (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("One of %d clones is %d times slower. Who waits for it?", WORKERS, slow);
    DemoApp app = DemoApp.alone().threads(2);
    Cluster.Setup setup =
        Cluster.Setup.of(slot -> slot == SLOT ? app.slow(slow) : app, WORKERS) // ①
            .front(
                Front.Setup.defaults() // policies alone: nobody leaves because he is slow
                    .health(new HealthChecker.Settings(60_000, 200, 2))
                    .rotation(Rotation.Settings.neverEjects(Integer.MAX_VALUE))
                    .weights(slot -> slot == SLOT || !with("weights") ? 1 : slow));
    try (Cluster cluster = Cluster.open(setup, lab(), (node, text) -> {});
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      SlowClone measured = new SlowClone(cluster, callers, SLOT);
      int count = rate * either(1_600, 640) / 1_000;
      Story.Table table = story.table("policy", "to the slow one %", "p50 ms", "p90 ms", "p99 ms");
      for (Policy.Kind kind : Policy.Kind.values()) {
        Policy ours = kind.create(new Random(seed), sight());
        Policy policy = OwnPolicies.of(own(), kind, sight()).orElse(ours);
        measured.under(story, policy, rate, count).tell(story, table, kind.toString());
      }
    }
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
        && story.figure("p90Millis." + policy) < story.figure("p90Millis.round-robin");
  }

  private Policy.Sight sight() {
    Policy.Sight sight = Policy.Sight.FULL;
    sight = with("load") ? sight : sight.withoutLoad();
    return with("latency") ? sight : sight.withoutLatency();
  }

  public static void main(String[] args) {
    run(new Lesson4Policies(), args);
  }
}
