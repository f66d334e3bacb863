package scalebook.caching.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.RedisCache.Outage;
import scalebook.caching.eviction.Clock;
import scalebook.caching.eviction.Lru;
import scalebook.caching.stage.eviction.Contest;
import scalebook.caching.stage.eviction.FullRedis;
import scalebook.caching.stage.eviction.Policy;
import scalebook.caching.stage.eviction.Trace;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * The cache is full, and one more comes: who must go?
 *
 * <p>The same reads go through every policy: popular things, a scan through them, a loop that does
 * not quite fit, a shift of what is popular. Belady's optimum knows the reads to come.
 *
 * <pre>./book eviction --capacity 2000</pre>
 */
@Command(name = "eviction", description = "the cache is full: who must go?")
@Idea(
    value = {Lru.class, Clock.class},
    method = "Lru.read",
    test = "eviction.EvictionTest")
@Without(
    name = "recency",
    what = "a read makes an entry of our LRU the newest",
    falls = Lesson6Eviction.MODEL)
@Without(
    name = "admission",
    what = "a newcomer must be read more often than its victim",
    falls = Lesson6Eviction.SCAN)
@Without(name = "ageing", what = "LFU halves its counts", falls = Lesson6Eviction.SHIFT)
@Without(name = "future", what = "Belady sees the reads to come", falls = Lesson6Eviction.CEILING)
@Without(
    name = "samples",
    what = "Redis looks at ten keys before one goes",
    falls = Lesson6Eviction.SAMPLED)
@Without(name = "bypass", what = "an error is a miss", falls = Lesson6Eviction.FULL)
@Mine(value = "LruCache", as = "our LRU")
@Mine(value = "ClockCache", as = "our CLOCK")
public final class Lesson6Eviction extends Lesson {
  static final String SCAN = "W-TinyLFU stays within 5 points after the scan";
  static final String SHIFT = "LFU with ageing stays within 5 points after the shift";
  static final String CEILING = "no policy beats Belady's optimum on any trace";
  static final String MODEL = "our LRU hits exactly where the model says, at every size";
  static final String SAMPLED = "outside the loop Redis's sampled LRU is within 3 points of exact";
  static final String FULL = "the service answers every read although its cache is full";
  private static final double DISTURBED = 5;
  private static final double SAMPLING = 3;

  @Option(names = "--reads", description = "reads of each trace (default: ${DEFAULT-VALUE})")
  private Size reads = size(60_000, 20_000);

  @Option(names = "--capacity", description = "entries that fit (default: ${DEFAULT-VALUE})")
  private Size capacity = size(1_000, 500);

  @Override
  protected void tell(Story story) throws Exception {
    int size = capacity.get();
    story.question("A cache holds %,d of 10,000 things. Which policy has most hits?", size);
    Contest contest = new Contest(reads.get(), size, this::with, own());
    Story.Table table =
        story.table("hits in %", "zipf", "scan", "after it", "loop", "shift", "after it");
    for (Policy policy : Policy.values()) {
      row(story, table, contest.run(policy), policy.toString(), policy.key());
    }
    try (FullRedis redis = new FullRedis(lab().redis("full"), size)) {
      double off = contest.run(redis, "lru"); // ① its real eviction, sampled
      row(story, table, contest, "Redis allkeys-lru", "redis-lru");
      contest.run(redis, "lfu");
      row(story, table, contest, "Redis allkeys-lfu", "redis-lfu");
      story.chart("Hit share by size, popular things", "entries", "hits in %", contest.bySize());
      claims(story, contest, off);
      full(story, redis, size);
    }
  }

  private static void row(
      Story story, Story.Table table, Contest contest, String name, String policy) {
    for (Trace trace : contest.traces()) {
      story.figure("hitShare." + trace + "." + policy, contest.hits(trace + "." + policy).share());
    }
    Trace.Hits scan = contest.hits("scan." + policy);
    Trace.Hits shift = contest.hits("shift." + policy);
    double zipf = contest.hits("zipf." + policy).share();
    double loop = contest.hits("loop." + policy).share();
    table.row(name, zipf, scan.before(), scan.after(), loop, shift.before(), shift.after());
  }

  private static void claims(Story story, Contest contest, double off) {
    story.control("LRU never hits in a loop one larger", story.figure("hitShare.loop.lru") == 0);
    story.control("after a scan LRU hits like an empty cache", contest.scanEmpties());
    story.claim(SCAN, contest.hits("scan.wtinylfu").lost() <= DISTURBED);
    story.claim(SHIFT, contest.hits("shift.lfu").lost() <= DISTURBED);
    story.claim(CEILING, contest.nobodyBeatsBelady());
    story.claim(MODEL, contest.equalsModel()); // ② read by read
    story.claim(SAMPLED, story.figure("redisOffBy", off) <= SAMPLING);
  }

  /** ③ Nobody goes, so nobody comes. */
  private void full(Story story, FullRedis redis, int size) {
    Outage outage = with("bypass") ? Outage.BYPASSED : Outage.BYPASSED.thrown();
    FullRedis.Service full = redis.serve(outage, size);
    double refused = story.figure("refusedWrites", full.refused());
    story.control("a full Redis with noeviction refuses to write", refused > 0);
    story.claim(FULL, story.figure("failedReads", full.failed()) + full.wrong() == 0);
  }

  public static void main(String[] args) {
    run(new Lesson6Eviction(), args);
  }
}
