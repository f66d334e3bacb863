package scalebook.microservices.stage;

import java.util.Map;
import java.util.Optional;
import scalebook.engines.http.Callers;
import scalebook.lab.Own;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.microservices.resilience.Bulkhead;
import scalebook.microservices.resilience.CircuitBreaker;
import scalebook.microservices.resilience.Guard;

/**
 * Two dependencies behind one gateway: the catalogue is well, and many ask for the inventory, which
 * is slow.
 *
 * @param name as the table calls it
 * @param millis what the inventory takes
 * @param guard around the inventory, if any
 */
public record SlowInventory(String name, int millis, Optional<Guard> guard) {
  public static final int HEALTHY_MILLIS = 20;

  /** Calls to the inventory at once: a third of the threads. */
  private static final int INSIDE = 6;

  public static final int THREADS = 16;
  private static final int FILL_MILLIS = 300;
  private static final int PATIENT_MILLIS = 10_000;
  private static final int TIMEOUT_MILLIS = 100;
  private static final int CATALOGUE_CALLERS = 3;
  private static final int INVENTORY_CALLERS = 24;

  /** {@code own}: a reader's breaker may be among them. */
  public static Guard guard(boolean limited, CircuitBreaker.Settings rules, Own own) {
    return new Guard(
        limited ? new Bulkhead(INSIDE) : Bulkhead.unlimited(), OwnBreaker.or(own, rules));
  }

  /**
   * Asks for the catalogue for so long, tells what was seen, and returns the catalogue's median.
   */
  public double tell(Story.Table table, Map<String, Double> medians, int lengthMillis)
      throws Exception {
    try (Dependency catalogue = new Dependency(HEALTHY_MILLIS);
        Dependency inventory = new Dependency(millis);
        SmallGateway gateway =
            new SmallGateway(THREADS).route("/catalogue", catalogue, PATIENT_MILLIS)) {
      guard.ifPresentOrElse(
          around -> gateway.guarded("/inventory", inventory, TIMEOUT_MILLIS, around),
          () -> gateway.route("/inventory", inventory, PATIENT_MILLIS));
      try (Callers ask = new Callers(gateway.port(), 3 * PATIENT_MILLIS);
          Load others =
              Load.open(400, INVENTORY_CALLERS, Long.MAX_VALUE, number -> ask.get("/inventory"))) {
        Thread.sleep(FILL_MILLIS); // until all that can be occupied is
        Ledger ledger = catalogue(ask, lengthMillis);
        double median = ledger.millisAt(50);
        long answers = others.ledger().acknowledgedCount();
        long instead = guard.map(Guard::fallbacks).orElse(0L);
        table.row(name, median, ledger.acknowledgedCount(), answers, instead, inventory.received());
        medians.put(name, median);
        return median;
      }
    }
  }

  private static Ledger catalogue(Callers ask, int millis) throws InterruptedException {
    try (Load load =
        Load.closed(CATALOGUE_CALLERS, Long.MAX_VALUE, number -> ask.get("/catalogue"))) {
      Thread.sleep(millis); // the length of the measurement
      return load.stop();
    }
  }
}
