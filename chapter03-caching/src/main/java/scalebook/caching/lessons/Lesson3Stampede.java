package scalebook.caching.lessons;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.stage.database.Schema;
import scalebook.caching.stage.stampede.Stampede;
import scalebook.caching.stage.stampede.Way;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lesson;
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
public final class Lesson3Stampede extends Lesson {
  private static final int PRODUCT = 7;
  private static final long LEASE_MILLIS = 10_000;
  private static final long MOST_STILL_MILLIS = 100;

  @Option(names = "--processes", description = "processes (default: ${DEFAULT-VALUE})")
  private int processes = 4;

  @Option(names = "--callers", description = "callers of each process (default: 200, quick 60)")
  private int callers;

  @Option(names = "--load-millis", description = "how long a load takes (default: 300, quick 200)")
  private long loadMillis;

  @Override
  protected void tell(Story story) throws Exception {
    callers = callers > 0 ? callers : either(200, 60);
    loadMillis = loadMillis > 0 ? loadMillis : either(300, 200);
    story.question(
        "A key expires under %d × %d callers. How many loads does each protection cost?",
        processes, callers);
    MySql database = lab().mysql("db");
    Redis cache = lab().redis("cache");
    Schema.create(database);
    try (Stampede stampede = new Stampede(lab(), database, cache, processes, loadMillis)) {
      story.event("processes", "%d are up, with %d callers each", processes, callers);
      Story.Table table = story.table("protection", "loads", "waited", "in vain");
      long failed = 0;
      for (Way way : Way.values()) {
        Callable<Stampede.Outcome> expiry = // ① the same for all
            () -> stampede.expire(way, PRODUCT, callers, LEASE_MILLIS);
        Stampede.Outcome outcome =
            way == Way.LEASE // holds also on a machine that stands still: no run is left out
                ? expiry.call()
                : Standstill.without(story, MOST_STILL_MILLIS, expiry);
        table.row(way.toString(), outcome.loads(), outcome.waited(), outcome.failed());
        story.figure("loads." + way, outcome.loads());
        story.figure("waited." + way, outcome.waited());
        failed +=
            way == Way.NAIVE ? 0 : outcome.failed(); // ② its queue at the database may be too long
      }
      story.claim(
          "without protection the database pays for nearly everybody",
          story.figure("loads." + Way.NAIVE) > callers);
      story.claim(
          "single flight leaves one load for each process",
          story.figure("loads." + Way.PER_PROCESS) == processes);
      story.claim(
          "a lease lets exactly one caller through", story.figure("loads." + Way.LEASE) == 1);
      story.claim(
          "refreshed early, it costs one load and nobody waits",
          story.figure("loads." + Way.EARLY_REFRESH) == 1
              && story.figure("waited." + Way.EARLY_REFRESH) == 0);
      story.claim(
          "shown a little longer, the same",
          story.figure("loads." + Way.STALE_WHILE_REVALIDATE) == 1
              && story.figure("waited." + Way.STALE_WHILE_REVALIDATE) == 0);
      story.claim("protected, no caller goes away empty-handed", failed == 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson3Stampede(), args);
  }
}
