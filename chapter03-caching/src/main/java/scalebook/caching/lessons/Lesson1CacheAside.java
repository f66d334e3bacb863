package scalebook.caching.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.cache.RedisCache.Outage;
import scalebook.caching.stage.load.Outages;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * Most reads ask for the same few products. How many queries does a cache save, and what happens
 * when it dies?
 *
 * <p>A dead cache counts as a miss: no read fails. The database then gets all reads, but never more
 * at a time than the load limit lets through.
 *
 * <pre>./book cache-aside --reads 100000</pre>
 */
@Command(name = "cache-aside", description = "a cache in front of the database: what if it dies?")
@Idea(
    value = {CacheAside.class, LoadLimit.class},
    method = "CacheAside.get",
    test = "cache.CacheAsideTest")
@Without(
    name = "cache",
    what = "a loaded row stays in the cache for its time to live",
    falls = {Lesson1CacheAside.WARM, Lesson1CacheAside.BACK})
@Without(name = "bypass", what = "an error is a miss", falls = Lesson1CacheAside.NONE_FAILS)
@Without(name = "limit", what = "at most four loads at once", falls = Lesson1CacheAside.LIMITED)
@Without(
    name = "pause",
    what = "after a failure nobody asks the cache for 100 ms",
    falls = Lesson1CacheAside.FEW_ATTEMPTS)
public final class Lesson1CacheAside extends Lesson {
  static final String WARM = "a warm cache answers at least nine of ten reads";
  static final String NONE_FAILS = "while the cache is dead, every read gets the right answer";
  static final String LIMITED = "at most four loads ever run at once";
  static final String FEW_ATTEMPTS = "few reads try the dead cache, most skip it";
  static final String BACK = "after its restart the cache soon answers as before";
  private static final int CALLERS = 16;
  private static final int LOADS = 4;
  private static final double MOST = 0.9;

  @Option(names = "--reads", description = "reads of each phase (default: ${DEFAULT-VALUE})")
  private Size reads = size(12_000, 2_000);

  private final Map<String, Double> bars = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    int count = reads.get();
    story.question(
        "How many queries do %,d reads cost, with a cache, without, and when it dies?", count);
    CacheSettings settings = CacheSettings.defaults();
    Outage outage = with("bypass") ? Outage.BYPASSED : Outage.BYPASSED.thrown();
    Outages.Seen seen =
        new Outages(
                with("cache") ? settings : settings.ttl(0, 0),
                with("pause") ? outage : outage.withoutPause(),
                with("limit") ? LOADS : Integer.MAX_VALUE,
                CALLERS,
                count)
            .run(lab(), phases(story));
    story.bars("Queries of each phase", "phase", "queries", bars);
    double hitShare = story.figure("hitShare", seen.warm().seen().hitShare());
    double queries = story.figure("queries", seen.warm().queries());
    double without = story.figure("queriesWithout", seen.without().queries());
    double errors = story.figure("cacheErrors", seen.errors());
    story.control("without a cache every read is a query", without == count);
    story.claim(WARM, hitShare >= MOST && queries <= count * (1 - MOST));
    story.claim(
        NONE_FAILS,
        errors > 0
            && seen.dying().ledger().failedCount() == 0
            && Stream.of(seen.warm(), seen.dying(), seen.again())
                .allMatch(phase -> phase.answers().equals(seen.without().answers())));
    story.claim(LIMITED, story.figure("peakLoads", seen.peakLoads()) <= LOADS);
    story.claim(FEW_ATTEMPTS, errors > 0 && errors < count / 4);
    story.claim(BACK, seen.again().seen().hitShare() >= MOST);
  }

  private Outages.Phases phases(Story story) {
    Story.Table table =
        story.table("phase", "queries", "hit %", "failed reads", "cache errors", "p99 ms");
    return (name, outcome, errors) -> {
      double hits = 100 * outcome.seen().hitShare();
      long failed = outcome.ledger().failedCount();
      table.row(name, outcome.queries(), hits, failed, errors, outcome.ledger().millisAt(99));
      bars.put(name, (double) outcome.queries());
    };
  }

  public static void main(String[] args) {
    run(new Lesson1CacheAside(), args);
  }
}
