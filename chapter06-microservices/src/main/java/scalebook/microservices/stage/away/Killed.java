package scalebook.microservices.stage.away;

import java.io.IOException;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.resilience.Deadline;

/**
 * Under load one registry of each kind is killed, then another one.
 *
 * @param ours that our second registry lists without the first
 * @param listed by ZooKeeper without its leader
 * @param last what the last ZooKeeper node says
 * @param calls while no registry of ours answers
 * @param failed of all calls
 * @param forgotten the list that was older than its bound
 */
public record Killed(
    int ours, int listed, Both.Alone last, long calls, long failed, boolean forgotten) {
  private static final int NOTICED = 3;
  private static final int PAUSES = 10; // of a tenth of a second each: longer than the bound
  private static final double PER_SECOND = 300;
  private static final int CALLERS = 4;
  private static final long MILLIS = 20_000; // longer than any machine stands still

  public static Killed of(Both both, int calls) throws Exception {
    try (Load load = Load.open(PER_SECOND, CALLERS, Long.MAX_VALUE, number -> call(both))) {
      long asked = both.pair.questions();
      both.pair.killFirst();
      both.ensemble.kill(both.leader());
      if (both.tells()) {
        Both.until("the second misses the first", () -> both.pair.questions() >= asked + NOTICED);
      }
      int ours = Both.ours(both.pair.second()).size();
      int listed = listed(both);
      both.ensemble.kill(both.leader());
      both.pair.killSecond();
      Ledger ledger = load.ledger();
      long missed = both.caller.registryFailures();
      Both.until("the caller misses it", () -> both.caller.registryFailures() >= missed + NOTICED);
      long before = ledger.sentCount();
      long failures = both.bounded.failures();
      Both.Alone last = lastNode(both);
      Both.until("calls without a registry", () -> ledger.sentCount() >= before + calls);
      Both.until("another one does", () -> both.bounded.failures() >= failures + PAUSES);
      long failed = load.stop().failedCount();
      long sent = ledger.sentCount() - before;
      boolean forgotten = both.bounded.instances().isEmpty();
      return new Killed(ours, listed, last, sent, failed, forgotten);
    }
  }

  private static void call(Both both) throws IOException {
    both.caller.call("GET", "/" + Both.SERVICE, "", true, Deadline.in(MILLIS)).orFail();
  }

  /** By the next leader. */
  private static int listed(Both both) throws Exception {
    Discovery reader = both.reader(both.leader());
    Both.until("it lists", () -> Both.names(reader).containsAll(Both.LIVING));
    return Both.names(reader).size();
  }

  private static Both.Alone lastNode(Both both) throws Exception {
    int last = both.ensemble.living().get(0);
    Both.until("the last node knows that it is alone", () -> both.ensemble.alone(last));
    return Both.Alone.of(both.reader(last));
  }
}
