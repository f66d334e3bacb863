package scalebook.caching.lessons;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.SingleFlight;
import scalebook.caching.stage.database.Shop;
import scalebook.caching.stage.stampede.Stampede;
import scalebook.caching.stage.stampede.Stampede.Outcome;
import scalebook.caching.stage.stampede.Way;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;

/**
 * A popular key expires while hundreds ask for it: who goes to the database?
 *
 * <p>Four processes share one Redis. Without protection every caller that misses loads the row.
 * Single flight leaves one load per process; a lease in Redis leaves one. Refreshed early, or shown
 * a little longer while somebody loads it, the key costs one load and nobody's time.
 *
 * <pre>./book stampede --callers 200</pre>
 */
@Command(name = "stampede", description = "a popular key expires: who goes to the database?")
@Idea(
    value = {SingleFlight.class, CacheAside.class},
    method = "CacheAside.leased",
    test = "stage.stampede.LeaseTest")
public final class Lesson3Stampede extends Lesson {
  private static final int PRODUCT = 7;
  private static final long LEASE_MILLIS = 10_000;
  private static final long MOST_STILL_MILLIS = 100;

  @Option(names = "--processes", description = "processes (default: ${DEFAULT-VALUE})")
  private Size processes = size(4, 4);

  @Option(names = "--callers", description = "callers of each process (default: ${DEFAULT-VALUE})")
  private Size callers = size(200, 60);

  @Option(names = "--load-millis", description = "ms of a load (default: ${DEFAULT-VALUE})")
  private Size loadMillis = size(300, 200);

  @Override
  protected void tell(Story story) throws Exception {
    int each = callers.get();
    story.question(
        "A key expires under %d × %d callers. How many loads does each protection cost?",
        processes.get(), each);
    Map<Way, Outcome> by = expire(story, each);
    story.claim(
        "without protection the database pays for nearly everybody",
        by.get(Way.NAIVE).loads() > each);
    story.claim(
        "single flight leaves one load for each process",
        by.get(Way.PER_PROCESS).loads() == processes.get());
    story.claim("a lease lets exactly one caller through", by.get(Way.LEASE).loads() == 1);
    story.claim(
        "refreshed early, it costs one load and nobody waits",
        by.get(Way.EARLY_REFRESH).oneLoadAndNobodyWaited());
    story.claim(
        "shown a little longer, the same",
        by.get(Way.STALE_WHILE_REVALIDATE).oneLoadAndNobodyWaited());
    by.remove(Way.NAIVE); // ② its queue at the database may be too long
    story.claim(
        "protected, no caller goes away empty-handed",
        by.values().stream().allMatch(outcome -> outcome.failed() == 0));
  }

  private Map<Way, Outcome> expire(Story story, int each) throws Exception {
    Map<Way, Outcome> by = new EnumMap<>(Way.class);
    try (Shop shop = Shop.open(lab(), 4);
        Stampede stampede = new Stampede(lab(), shop, processes.get(), loadMillis.get())) {
      story.event("processes", "%d are up, with %d callers each", processes.get(), each);
      Story.Table table = story.table("protection", "loads", "waited", "in vain");
      for (Way way : Way.values()) {
        Callable<Outcome> expiry = // ① the same for all
            () -> stampede.expire(way, PRODUCT, each, LEASE_MILLIS);
        Outcome outcome =
            way == Way.LEASE // holds also on a machine that stands still: no run is left out
                ? expiry.call()
                : Standstill.without(story, MOST_STILL_MILLIS, expiry);
        table
            .row(way.toString(), outcome.loads(), outcome.waited(), outcome.failed())
            .figure("loads." + way, outcome.loads())
            .figure("waited." + way, outcome.waited());
        by.put(way, outcome);
      }
    }
    return by;
  }

  public static void main(String[] args) {
    run(new Lesson3Stampede(), args);
  }
}
