package scalebook.microservices.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Leases;
import scalebook.microservices.stage.Fleet;
import scalebook.microservices.stage.Simulated;

/**
 * Who is there? Instances say so again and again; whoever stops saying it is forgotten, and whoever
 * leaves politely is forgotten at once.
 *
 * <pre>./book registry --clients 200</pre>
 */
@Command(
    name = "registry",
    description = "register, renew, leave; a kill -9; the registry itself dies")
@Idea(value = Leases.class, method = "Leases.expire", test = "registry.LeasesTest")
public final class Lesson2Registry extends Lesson {
  private static final int MOST_LEASES = 3; // a busy machine looks late at its clock

  @Option(names = "--clients", description = "simulated instances (default: ${DEFAULT-VALUE})")
  private Size clients = size(200, 80);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Instances come, die and leave. Who is called, and who is not?");
    try (Fleet fleet = new Fleet(lab(), Settings.defaults().noRestart()).start(3, "catalogue")) {
      fleet.table().forEach(line -> story.event("registry", "%s", line));
      try (ServiceCaller caller =
              new ServiceCaller("catalogue", fleet.registryPort(), Policy.Kind.ROUND_ROBIN);
          Load load = Fleet.load(caller, 3, 200, 4)) {
        kill(story, fleet, caller);
        leave(story, fleet, caller);
        registryDies(story, fleet);
        Ledger ledger = load.stop();
        story.event("caller", "%s, %d tried elsewhere", ledger, caller.retried());
        double misrouted = story.figure("misrouted", ledger.failedCount());
        story.claim("no call failed in all this", misrouted == 0);
      }
    }
  }

  /** ① It says nothing to anybody. */
  private static void kill(Story story, Fleet fleet, ServiceCaller caller) throws Exception {
    int port = fleet.port("catalogue-2");
    long killed = System.nanoTime();
    fleet.kill("catalogue-2");
    story.event("catalogue-2", "kill -9");
    caller.awaitInstances(all -> all.size() == 2);
    long listed = (System.nanoTime() - killed) / 1_000_000;
    Thread.sleep(300); // for a late call
    double last = Math.max(0, (caller.lastCall(port) - killed) / 1e6);
    String how = "its lease ended after %d ms; the last call to it came after %.0f";
    story.event("registry", how, listed, last);
    story.figure("evictionMillis", listed);
    story.claim(
        "a killed instance is forgotten when its lease ends, and not called any more",
        listed <= MOST_LEASES * fleet.timing().leaseMillis() && last <= listed);
  }

  /** ② It leaves, and whoever calls it knows that before it is gone. */
  private static void leave(Story story, Fleet fleet, ServiceCaller caller) throws Exception {
    boolean known = fleet.leave("catalogue-3");
    long before = fleet.calls("catalogue-3");
    story.event("catalogue-3", "left, after %d calls", before);
    Thread.sleep(fleet.timing().leaseMillis() + 300); // it must not come back by itself either
    double late = story.figure("callsAfterLeaving", fleet.calls("catalogue-3") - before);
    story.claim(
        "an instance that leaves gets no call at all from then on",
        known && before > 0 && late == 0);
    story.claim(
        "it does not come back by itself",
        caller.instances().stream().noneMatch(one -> one.name().equals("catalogue-3")));
  }

  /** ③ Its memory is gone. So are its lists, until everybody has come again. */
  private void registryDies(Story story, Fleet fleet) throws Exception {
    int count = clients.get();
    story.step(
        "%d more instances register; then the registry dies, and another one begins empty", count);
    try (Simulated all = new Simulated(count, fleet.registryPort())) {
      int least = all.shortestListAfter(() -> restart(story, fleet));
      long peak = all.mostAtOnce();
      String how =
          "%d registered again, at most %d in 100 ms; the shortest list that it gave had %d of %d";
      story.event("registry", how, all.cameAgain(), peak, least, count);
      story.figure("shortestList", least);
      story.figure("peakRegistrations", peak);
      story.claim("nobody ever got an empty or half a list", least == count && all.wasAway());
      double even = (double) count * 100 / fleet.timing().spreadMillis();
      story.claim("they came back spread over time, not all at once", peak <= 2.5 * even + 5);
    }
  }

  private static void restart(Story story, Fleet fleet) throws Exception {
    fleet.killRegistry();
    story.event("registry", "kill -9");
    Thread.sleep(300); // how long nobody answers
    fleet.startRegistry();
    story.event("registry", "another one is up, and knows nobody");
  }

  public static void main(String[] args) {
    run(new Lesson2Registry(), args);
  }
}
