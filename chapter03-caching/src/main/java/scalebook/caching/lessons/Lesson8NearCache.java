package scalebook.caching.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.near.Invalidations;
import scalebook.caching.near.NearCache;
import scalebook.caching.near.NearCache.Settings;
import scalebook.caching.stage.near.Fault;
import scalebook.caching.stage.near.NearCaches;
import scalebook.engines.Redis;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * A copy inside the process costs no round trip. How stale may it be?
 *
 * <p>Redis tells of every change. Its messages may be late or vanish, so a copy counts only while
 * the last answer on their connection is younger than a bound.
 *
 * <pre>./book near-cache --ttl 2000</pre>
 */
@Command(name = "near-cache", description = "a copy inside the process: how stale may it be?")
@Idea(
    value = {NearCache.class, Invalidations.class},
    method = "NearCache.get",
    test = "near.NearCacheTest")
@Without(
    name = "messages",
    what = "Redis tells of every changed key",
    falls = Lesson8NearCache.BOUND)
@Without(
    name = "heartbeat",
    what = "a copy counts only while its connection answers",
    falls = Lesson8NearCache.BOUND)
@Without(
    name = "check",
    what = "a load that a change overtakes is dropped",
    falls = Lesson8NearCache.DROPPED)
@Without(name = "copy", what = "the copy inside the process", falls = Lesson8NearCache.LOCAL)
public final class Lesson8NearCache extends Lesson {
  static final String BOUND = "with a heartbeat no read is stale longer than the bound";
  static final String DROPPED = "no load that a write overtook is kept";
  static final String LOCAL = "while messages come, nine of ten reads need no round trip";
  private static final int TRIPS = 100_000;

  @Option(names = "--ttl", description = "time to live in ms (default: ${DEFAULT-VALUE})")
  private Size ttl = size(800, 400);

  @Option(names = "--loads", description = "loads to overtake (default: ${DEFAULT-VALUE})")
  private Size loads = size(200, 50);

  @Override
  protected void tell(Story story) throws Exception {
    long millis = ttl.get();
    long bound = millis / 4;
    story.question("Copies live %d ms. How stale are reads, with a bound of %d?", millis, bound);
    Redis redis = lab().redis("cache");
    Settings settings =
        new Settings(
            with("copy") ? millis : 0, with("heartbeat") ? bound : Settings.TRUSTING, true);
    try (NearCaches caches = new NearCaches(redis, millis, settings, with("messages"))) {
      faults(story, caches, bound);
      NearCaches.Trips trips = caches.trips(TRIPS);
      story.figure("localShare", trips.local() / (double) TRIPS);
      double gets = story.figure("roundTrips", trips.gets());
      int checked = NearCaches.kept(redis, loads.get(), with("check"));
      int unchecked = NearCaches.kept(redis, loads.get(), false);
      story.note(
          "%,d reads, %,d round trips; overtaken loads kept: %d, without the check %d",
          TRIPS, trips.gets(), checked, unchecked);
      story.control("without the check every overtaken load is kept", unchecked == loads.get());
      story.claim(DROPPED, story.figure("overtakenKept", checked) == 0);
      story.claim(LOCAL, gets <= TRIPS / 10.0 && gets == TRIPS - trips.local());
    }
  }

  /** ① The same fault for all three, at the same time. */
  private void faults(Story story, NearCaches caches, long bound) {
    Story.Table table =
        story.table(
            "longest stale ms, if messages", "none sent", "trusted", "heartbeat", "its local %");
    double naive = 0;
    double worst = 0;
    NearCaches.Outcome last = null;
    for (Fault fault : Fault.values()) {
      last = caches.under(fault);
      table.row(
          fault.toString(), last.naive(), last.trusting(), last.proving(), last.localPercent());
      naive = Math.max(naive, last.naive());
      worst = Math.max(worst, last.proving());
    }
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("no messages", last.naive());
    bars.put("messages, trusted", last.trusting());
    bars.put("with a heartbeat", last.proving());
    story.bars("Longest staleness while messages vanish", "near cache", "ms", bars);
    double half = ttl.get() / 2.0; // ② a copy is loaded and changed at any time of its life
    story.figure("staleMillisNaive", naive);
    story.control("without messages reads are stale for most of a TTL", naive > half);
    story.control(
        "a cache that trusts messages is as stale when they vanish", last.trusting() > half);
    story.claim(BOUND, story.figure("staleMillis", worst) <= bound);
  }

  public static void main(String[] args) {
    run(new Lesson8NearCache(), args);
  }
}
