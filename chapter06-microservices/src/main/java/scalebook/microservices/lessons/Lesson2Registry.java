package scalebook.microservices.lessons;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.Watch;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.shop.Fleet;

/**
 * Who is there? Instances say so again and again; whoever stops saying it is forgotten, and whoever
 * leaves politely is forgotten at once.
 *
 * <pre>./book registry --clients 200</pre>
 */
@Command(
    name = "registry",
    description = "register, renew, leave; a kill -9; the registry itself dies")
public final class Lesson2Registry extends Lesson {
  private static final int MOST_LEASES = 3; // a busy machine looks late at its clock
  private static final int CALLERS = 4;
  private static final Duration POLL = Duration.ofMillis(2);

  @Option(names = "--clients", description = "simulated instances (default: 200, quick 80)")
  private int clients;

  @Override
  protected void tell(Story story) throws Exception {
    clients = clients > 0 ? clients : either(200, 80);
    story.question("Instances come, die and leave. Who is called, and who is not?");
    try (Fleet fleet = new Fleet(lab(), Settings.defaults().noRestart())) {
      fleet.start(Map.of("catalogue", 3));
      fleet.awaitListed("catalogue", 3);
      fleet.table().lines().forEach(line -> story.event("registry", "%s", line));
      try (ServiceCaller caller =
              new ServiceCaller("catalogue", fleet.registryPort(), Policy.Kind.ROUND_ROBIN);
          Load load = load(caller)) {
        kill(story, fleet, caller);
        leave(story, fleet, caller);
        registryDies(story, fleet);
        Ledger ledger = load.stop();
        story.event("caller", "%s, %d tried elsewhere", ledger, caller.retried());
        story.figure("misrouted", ledger.failedCount());
        story.claim("no call failed in all this", ledger.failedCount() == 0);
      }
    }
  }

  private static Load load(ServiceCaller caller) {
    caller.awaitInstances(all -> all.size() == 3);
    return Load.open(
        200,
        CALLERS,
        Long.MAX_VALUE,
        number -> caller.call("GET", "/catalogue", "", true, Deadline.in(2_000)).orFail());
  }

  private static int port(ServiceCaller caller, String name) {
    return caller.instances().stream()
        .filter(instance -> instance.name().equals(name))
        .mapToInt(Instance::port)
        .findFirst()
        .orElseThrow();
  }

  /** ① It says nothing to anybody. */
  private static void kill(Story story, Fleet fleet, ServiceCaller caller) throws Exception {
    int port = port(caller, "catalogue-2");
    long killed = System.nanoTime();
    fleet.kill("catalogue-2");
    story.event("catalogue-2", "kill -9");
    caller.awaitInstances(all -> all.size() == 2);
    long listed = (System.nanoTime() - killed) / 1_000_000;
    Thread.sleep(300); // for a late call
    double last = Math.max(0, (caller.lastCall(port) - killed) / 1e6);
    story.event(
        "registry",
        "its lease ended after %d ms; the last call to it came after %.0f",
        listed,
        last);
    story.figure("evictionMillis", listed);
    story.claim(
        "a killed instance is forgotten when its lease ends, and not called any more",
        listed <= MOST_LEASES * fleet.timing().leaseMillis() && last <= listed);
  }

  /** ② It leaves, and whoever calls it knows that before it is gone. */
  private static void leave(Story story, Fleet fleet, ServiceCaller caller) throws Exception {
    int port = port(caller, "catalogue-3");
    boolean known = Registration.leave("catalogue-3", fleet.registryPort());
    long before = calls(port);
    story.event("catalogue-3", "left, after %d calls", before);
    Thread.sleep(fleet.timing().leaseMillis() + 300); // it must not come back by itself either
    long late = calls(port) - before;
    story.figure("callsAfterLeaving", late);
    story.claim(
        "an instance that leaves gets no call at all from then on",
        known && before > 0 && late == 0);
    story.claim(
        "it does not come back by itself",
        caller.instances().stream().noneMatch(instance -> instance.name().equals("catalogue-3")));
  }

  /** How many calls it got; it says so itself. */
  private static long calls(int port) throws Exception {
    try (HttpCaller caller = new HttpCaller(port, 2_000)) {
      return Long.parseLong(caller.get("/calls").orFail().body().strip());
    }
  }

  /** ③ Its memory is gone. So are its lists, until everybody has come again. */
  private void registryDies(Story story, Fleet fleet) throws Exception {
    story.step(
        "%d more instances register; then the registry dies, and another one begins empty",
        clients);
    List<Registration> all = new ArrayList<>();
    Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
    try (Watch watch =
        new Watch("sim", fleet.registryPort(), instances -> sizes.add(instances.size()))) {
      for (int i = 1; i <= clients; i++) {
        all.add(new Registration(Instance.of("sim", "sim-" + i, i), fleet.registryPort()));
      }
      await("registrations").pollInterval(POLL).until(() -> watch.instances().size() == clients);
      sizes.clear();
      fleet.killRegistry();
      story.event("registry", "kill -9");
      Thread.sleep(300); // how long nobody answers
      fleet.startRegistry();
      story.event("registry", "another one is up, and knows nobody");
      await("the first list of the new registry").pollInterval(POLL).until(() -> !sizes.isEmpty());
      int least = sizes.stream().mapToInt(n -> n).min().orElse(0);
      String[] counts = registrations(fleet);
      long peak = Registration.mostAtOnce(all);
      story.event(
          "registry",
          "%s registered, at most %s in 100 ms; the shortest list that it gave had %d of %d",
          counts[0],
          counts[1],
          least,
          clients);
      story.figure("shortestList", least);
      story.figure("peakRegistrations", Long.parseLong(counts[1]));
      story.claim(
          "nobody ever got an empty or half a list", least == clients && watch.failures() > 0);
      double even = (double) clients * 100 / fleet.timing().spreadMillis();
      story.claim("they came back spread over time, not all at once", peak <= 2.5 * even + 5);
    } finally {
      all.forEach(Registration::vanish);
    }
  }

  private static String[] registrations(Fleet fleet) throws Exception {
    try (HttpCaller caller = new HttpCaller(fleet.registryPort(), 2_000)) {
      return caller.get("/registrations").body().strip().split(" ");
    }
  }

  public static void main(String[] args) {
    run(new Lesson2Registry(), args);
  }
}
