package scalebook.transactions.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import scalebook.lab.story.Story;

/**
 * A coordinator dies after prepare, and stays away; another customer wants a row that a branch in
 * doubt locks.
 *
 * @param away milliseconds
 * @param free milliseconds that the customer needs when nothing is in doubt
 * @param whileAway it waited as long as the coordinator was away
 * @param served after how many milliseconds; nothing when it waits on
 * @param left branches that are in doubt at the end
 */
public record Blocked(
    int away, long free, int inDoubt, boolean whileAway, OptionalLong served, int left) {
  private static final long MOST_WAIT_SECONDS = 3;
  private static final long GAVE_UP_MILLIS = 10_000;

  public static Blocked by(Faults faults, ShopDatabases databases, int awayMillis)
      throws Exception {
    long free = new EveryRow(databases).await(MOST_WAIT_SECONDS).orElseThrow();
    int inDoubt = faults.leaveInDoubt();
    EveryRow customer = new EveryRow(databases);
    Thread.sleep(awayMillis); // the coordinator is away
    boolean whileAway = customer.waits();
    try (RunningShop second = faults.nextShop()) {
      second.recovered();
      OptionalLong served = customer.await(MOST_WAIT_SECONDS);
      return new Blocked(
          awayMillis, free, inDoubt, whileAway, served, databases.invariant().check().inDoubt());
    }
  }

  /** How long the customer waited, beside one that finds nothing in doubt. */
  public void tell(Story story) {
    long millis = served.orElse(GAVE_UP_MILLIS);
    story.note(
        "coordinator away for %d ms: %d branches in doubt, another customer waited %s",
        away, inDoubt, served.isPresent() ? millis + " ms" : "in vain");
    story.figure("blockedMillis", millis);
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("nothing in doubt", (double) free);
    bars.put("coordinator away for " + away + " ms", (double) millis);
    story.bars("How long a customer waits for a row", "coordinator", "ms", bars);
  }
}
