package scalebook.microservices.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Leases;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.stage.Fleet;
import scalebook.microservices.stage.OwnRegistry;
import scalebook.microservices.stage.RegistryFaults;

/**
 * Instances register and renew a lease. One that dies is dropped when its lease ends; one that
 * leaves is dropped at once.
 *
 * <pre>./book registry --clients 200</pre>
 */
@Command(
    name = "registry",
    description = "register, renew, leave; a kill -9; the registry itself dies")
@Idea(value = Leases.class, method = "Leases.expire", test = "registry.LeasesTest")
@Without(
    name = "lease",
    what = "the end of a lease that is not renewed",
    falls = Lesson2Registry.KILLED)
@Without(
    name = "retry",
    what = "the second attempt, at another instance",
    falls = Lesson2Registry.NO_FAILURE)
@Without(
    name = "drain",
    what = "a goodbye that waits until every watcher knows it",
    falls = Lesson2Registry.LEFT)
@Without(
    name = "goodbye",
    what = "the memory of processes that left",
    falls = {Lesson2Registry.LEFT, Lesson2Registry.GONE})
@Without(
    name = "warm-up",
    what = "a restarted registry's wait until everybody could register",
    falls = Lesson2Registry.WHOLE)
@Without(
    name = "spread",
    what = "the random wait before an instance registers again",
    falls = Lesson2Registry.SPREAD)
public final class Lesson2Registry extends Lesson {
  static final String KILLED = "the registry drops a killed instance when its lease ends";
  static final String LEFT = "an instance that leaves gets no further call";
  static final String GONE = "an instance that left does not come back by itself";
  static final String NO_FAILURE = "no call fails while instances die and leave";
  static final String WHOLE = "a restarted registry never serves an empty or half list";
  static final String SPREAD = "instances wait different times before they register again";

  @Option(names = "--clients", description = "simulated instances (default: ${DEFAULT-VALUE})")
  private Size clients = size(200, 80);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Instances die and leave, the registry dies. Who is still called?");
    OwnRegistry registry = new OwnRegistry(lab(), timing());
    try (Fleet fleet = new Fleet(lab(), Settings.defaults().noRestart(), registry);
        ServiceCaller caller = caller(fleet.start(3, "catalogue"));
        Load load = Fleet.load(caller, 3, 200, 4)) {
      RegistryFaults faults = new RegistryFaults(fleet, registry, caller);
      RegistryFaults.Killed killed = faults.kill("catalogue-2"); // ① it says nothing to anybody
      RegistryFaults.Left left = faults.leave("catalogue-3"); // ② it says goodbye
      long failed = load.ledger().failedCount();
      RegistryFaults.Restarted again = faults.restart(clients.get(), with("warm-up")); // ③
      Ledger ledger = load.stop();
      RegistryFaults.tell(story, killed, left, again);
      story.note("all calls: %s, %d retried elsewhere", ledger, caller.retried());
      story.figure("misrouted", ledger.failedCount());
      claims(story, killed, left, again);
      story.claim(NO_FAILURE, failed == 0);
    }
  }

  private void claims(
      Story story,
      RegistryFaults.Killed killed,
      RegistryFaults.Left left,
      RegistryFaults.Restarted again) {
    story.figure("evictionMillis", killed.listedMillis());
    story.claim(KILLED, killed.dropped());
    double late = story.figure("callsAfterLeaving", left.late());
    story.claim(LEFT, left.known() && left.before() > 0 && late == 0);
    story.claim(GONE, !left.back());
    double shortest = story.figure("shortestList", again.shortest());
    story.claim(WHOLE, shortest == again.count() && again.away());
    double peak = story.figure("peakRegistrations", again.peak());
    story.claim(SPREAD, peak <= 250.0 * again.count() / Timing.DEFAULT.spreadMillis() + 5);
  }

  private Timing timing() {
    return new Timing(
        Timing.DEFAULT.leaseMillis(),
        with("spread") ? Timing.DEFAULT.spreadMillis() : 0,
        with("lease") ? Timing.DEFAULT.keepMillis() : Integer.MAX_VALUE,
        with("drain") ? Timing.DEFAULT.tellMillis() : 0,
        with("goodbye") ? Timing.DEFAULT.goodbyes() : 0);
  }

  private ServiceCaller caller(Fleet fleet) {
    int attempts = with("retry") ? ServiceCaller.ATTEMPTS : 1;
    return new ServiceCaller("catalogue", fleet.registry(), Policy.Kind.ROUND_ROBIN, attempts);
  }

  public static void main(String[] args) {
    run(new Lesson2Registry(), args);
  }
}
