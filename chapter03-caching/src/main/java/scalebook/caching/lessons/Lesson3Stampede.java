package scalebook.caching.lessons;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;

/**
 * A popular key expires while hundreds ask for it: how many of them load it?
 *
 * <p>Four processes share one Redis. Without protection every caller that misses loads the row.
 * Single flight leaves one load per process; a lease in Redis leaves one. An early refresh, or
 * serving the stale value meanwhile, costs one load, and nobody waits.
 *
 * <pre>./book stampede --callers 200</pre>
 */
@Command(name = "stampede", description = "a popular key expires: how many callers load it?")
@Idea(
    value = {SingleFlight.class, CacheAside.class},
    method = "CacheAside.leased",
    test = "stage.stampede.LeaseTest")
@Without(
    name = "lease",
    what = "one of all processes holds the lease and loads",
    falls = {Lesson3Stampede.LEASE, Lesson3Stampede.EARLY, Lesson3Stampede.STALE})
@Without(
    name = "single-flight",
    what = "one of a process loads for all",
    falls = Lesson3Stampede.FLIGHT)
@Without(
    name = "wait",
    what = "callers wait while another one loads",
    falls = {Lesson3Stampede.LEASE, Lesson3Stampede.NONE_FAILS})
@Without(
    name = "early-refresh",
    what = "a reader loads before the end",
    falls = Lesson3Stampede.EARLY)
@Without(name = "stale", what = "readers get the expired value", falls = Lesson3Stampede.STALE)
@Mine(value = "SingleFlight", as = "single flight in each process")
public final class Lesson3Stampede extends Lesson {
  static final String FLIGHT = "single flight leaves one load per process";
  static final String LEASE = "a lease leaves one load in all processes";
  static final String EARLY = "an early refresh: one load, nobody waits";
  static final String STALE = "serving the stale value meanwhile: one load, nobody waits";
  static final String NONE_FAILS = "with a lease no caller fails";
  private static final int PRODUCT = 7;
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
    story.question("A key expires under %d × %d callers. How many load it?", processes.get(), each);
    Map<Way, Outcome> by = expire(story, each);
    story.control(
        "without protection many callers load the same row",
        by.get(Way.NAIVE).loads() > 2 * processes.get());
    story.claim(FLIGHT, by.get(Way.PER_PROCESS).loads() == processes.get());
    story.claim(LEASE, by.get(Way.LEASE).loads() == 1);
    story.claim(EARLY, by.get(Way.EARLY_REFRESH).oneLoadAndNobodyWaited());
    story.claim(STALE, by.get(Way.STALE_WHILE_REVALIDATE).oneLoadAndNobodyWaited());
    story.claim( // ② without one the queue at the database may be too long
        NONE_FAILS,
        Stream.of(Way.LEASE, Way.EARLY_REFRESH, Way.STALE_WHILE_REVALIDATE)
            .allMatch(way -> by.get(way).failed() == 0));
  }

  private Map<Way, Outcome> expire(Story story, int each) throws Exception {
    Map<Way, Outcome> by = new EnumMap<>(Way.class);
    Map<String, Double> bars = new LinkedHashMap<>();
    try (Shop shop = Shop.open(lab(), 4);
        Stampede stampede = new Stampede(lab(), shop, processes.get(), loadMillis.get())) {
      Story.Table table = story.table("protection", "loads", "waiting reads", "failed reads");
      for (Way way : Way.values()) {
        Callable<Outcome> expiry = // ① the same for all
            () -> stampede.expire(way.guard(this::with), PRODUCT, each);
        Outcome outcome =
            way == Way.LEASE // holds also on a machine that stands still: no run is left out
                ? expiry.call()
                : Standstill.without(story, MOST_STILL_MILLIS, expiry);
        table
            .row(way.toString(), outcome.loads(), outcome.waited(), outcome.failed())
            .figure("loads." + way, outcome.loads())
            .figure("waited." + way, outcome.waited());
        by.put(way, outcome);
        bars.put(way.toString(), (double) outcome.loads());
      }
    }
    story.bars("Loads of one expired key", "protection", "loads", bars);
    return by;
  }

  public static void main(String[] args) {
    run(new Lesson3Stampede(), args);
  }
}
