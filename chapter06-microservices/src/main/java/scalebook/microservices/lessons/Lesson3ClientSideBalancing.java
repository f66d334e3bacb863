package scalebook.microservices.lessons;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.client.Callers;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.load.Request;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.shop.Fleet;

/**
 * A balancer in the middle, or a library in every caller that knows where everybody is.
 *
 * <pre>./book client-side-balancing</pre>
 */
@Command(
    name = "client-side-balancing",
    description = "the balancer as a library in the caller, fed by the registry")
public final class Lesson3ClientSideBalancing extends Lesson {
  private static final int INSTANCES = 3;
  private static final int CALLERS = 2;
  private static final int ROUNDS = 4;

  @Option(names = "--requests", description = "per round and way (default: 800, quick 400)")
  private int requests;

  @Override
  protected void tell(Story story) throws Exception {
    requests = requests > 0 ? requests : either(800, 400);
    story.question("A balancer in the middle, or one in each caller: what does the middle cost?");
    try (Fleet fleet = new Fleet(lab(), Settings.defaults())) {
      fleet.start(Map.of("catalogue", INSTANCES));
      fleet.awaitListed("catalogue", INSTANCES);
      try (ServiceCaller library =
          new ServiceCaller("catalogue", fleet.registryPort(), Policy.Kind.TWO_CHOICES)) {
        library.awaitInstances(all -> all.size() == INSTANCES);
        hops(story, library);
        churn(story, fleet, library);
      }
    }
  }

  /** ① The same instances, through chapter 1's balancer and without it, in turn. */
  private void hops(Story story, ServiceCaller library) throws Exception {
    Rotation rotation =
        new Rotation(
            Policy.Kind.TWO_CHOICES.create(),
            Rotation.Settings.defaults(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong());
    try (Balancer balancer = Balancer.open(0, 1, Limits.defaults(), rotation, news -> {});
        Callers central = new Callers(balancer.port(), 5_000)) {
      for (Instance instance : library.instances()) {
        balancer.add(new Backend(instance.name(), "127.0.0.1", instance.port()));
      }
      Request throughTheMiddle = number -> central.get("/catalogue");
      Request itself = number -> call(library);
      double[] middle = new double[ROUNDS];
      double[] direct = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        middle[round] = median(throughTheMiddle);
        direct[round] = median(itself);
      }
      // The first round warms up.
      double slow = least(middle);
      double fast = least(direct);
      Story.Table table = story.table("way", "hops", "p50 µs");
      table.row("central balancer", 2, 1_000 * slow);
      table.row("library in the caller", 1, 1_000 * fast);
      story.figure("medianMicros.central", 1_000 * slow);
      story.figure("medianMicros.library", 1_000 * fast);
      story.claim("one hop fewer is faster", fast < slow);
    }
  }

  private static double least(double[] rounds) {
    double least = Double.MAX_VALUE;
    for (int i = 1; i < rounds.length; i++) {
      least = Math.min(least, rounds[i]);
    }
    return least;
  }

  private double median(Request request) throws InterruptedException {
    try (Load load = Load.closed(CALLERS, requests, request)) {
      return load.await().millisAt(50);
    }
  }

  private static void call(ServiceCaller library) throws Exception {
    library.call("GET", "/catalogue", "", true, Deadline.in(3_000)).orFail();
  }

  /** ② Under calls all the time. */
  private static void churn(Story story, Fleet fleet, ServiceCaller library) throws Exception {
    story.step("instances come, go and die, under calls all the time");
    try (Load load = Load.open(300, 4, Long.MAX_VALUE, number -> call(library))) {
      Instance first = library.instances().get(0);
      fleet.kill(first.name());
      story.event(first.name(), "kill -9");
      fleet.scale("catalogue", INSTANCES + 1);
      // ③ At its old address it is listed until its lease ends, and is nobody.
      library.awaitInstances(all -> all.size() == INSTANCES + 1 && !all.contains(first));
      story.event("registry", "one more, and the dead one is back");
      fleet.scale("catalogue", 2);
      library.awaitInstances(all -> all.size() == 2);
      story.event("registry", "two were stopped");
      fleet.kill("catalogue-2");
      story.event("catalogue-2", "kill -9");
      Thread.sleep(600); // calls after the last death
      Ledger ledger = load.stop();
      story.event("caller", "%s, %d of them tried elsewhere", ledger, library.retried());
      story.figure("calls", ledger.sentCount());
      story.figure("failed", ledger.failedCount());
      story.claim(
          "calls succeed while instances come and go",
          ledger.failedCount() == 0 && library.retried() > 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson3ClientSideBalancing(), args);
  }
}
