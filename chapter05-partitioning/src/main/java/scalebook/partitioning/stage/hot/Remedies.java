package scalebook.partitioning.stage.hot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import scalebook.lab.story.Story;
import scalebook.partitioning.hot.Homes;
import scalebook.partitioning.hot.SmallCache;
import scalebook.partitioning.hot.SplitKeys;
import scalebook.partitioning.hot.Tally;
import scalebook.partitioning.placement.Placement;
import scalebook.partitioning.placement.RangeMap;

/** The same calls on four shards, each time with one remedy: a row for each. */
public final class Remedies {
  private static final String STAR = CelebrityLoad.CELEBRITY;
  private static final SmallCache NONE = new SmallCache(0, 0);
  private static final Homes HASH = Homes.by(Placement.modulo(4));

  private final Story story;
  private final Story.Table table;
  private final CelebrityLoad load;
  private final List<DataSource> shards;
  private final Map<String, Double> shares = new LinkedHashMap<>();

  public Remedies(Story story, CelebrityLoad load, List<DataSource> shards) {
    this.story = story;
    this.load = load;
    this.shards = shards;
    this.table = story.table("where a tenant lives", "calls at shards", "hottest %", "lost");
  }

  private CelebrityLoad.Spread fresh(String name, String figure, Tally tally, SmallCache cache)
      throws Exception {
    tally.create(load.tenants());
    return row(name, figure, tally, cache);
  }

  private CelebrityLoad.Spread row(String name, String figure, Tally tally, SmallCache cache)
      throws Exception {
    CelebrityLoad.Spread spread = load.run(tally, cache);
    double percent = 100 * spread.hottestShare();
    table.row(name, spread.calls(), percent, spread.lost());
    shares.put(name, percent);
    story.figure("hotShare." + figure, spread.hottestShare());
    return spread;
  }

  /** The smaller of the hottest shares, on four shards and on eight: two in each database. */
  public double none() throws Exception {
    Tally four = new Tally(shards, HASH, SplitKeys.NONE);
    List<DataSource> twice = Stream.concat(shards.stream(), shards.stream()).toList();
    Tally eight = new Tally(twice, Homes.by(Placement.modulo(8)), SplitKeys.NONE);
    return Math.min(
        fresh("by hash", "hash", four, NONE).hottestShare(),
        fresh("by hash, 8 shards", "more", eight, NONE).hottestShare());
  }

  /** The celebrity leaves A–F's shard for T–Z's: who else does? */
  public List<String> move(boolean lookup) throws Exception {
    RangeMap af = RangeMap.of(0);
    RangeMap ranges = af.split(Homes.key("g"), 1).split(Homes.key("n"), 2).split(Homes.key("t"), 3);
    Homes.Lookup named = new Homes.Lookup(Map.of(), Homes.by(ranges));
    Tally tally = new Tally(shards, named, SplitKeys.NONE);
    fresh("by name: A–F, G–M, N–S, T–Z", "name", tally, NONE);
    List<String> moved = new ArrayList<>();
    Homes next = lookup ? named.move(STAR, 3) : Homes.by(ranges.split(Homes.key(STAR), 3));
    row("by name, one tenant moved", "lookup", tally.under(next, load.tenants(), moved), NONE);
    return moved;
  }

  public CelebrityLoad.Spread split(int pieces, boolean merges) throws Exception {
    SplitKeys keys = new SplitKeys(Set.of(STAR), pieces, merges);
    return fresh("by hash, hot key in pieces", "split", new Tally(shards, HASH, keys), NONE);
  }

  public double cached(int capacity) throws Exception {
    Tally tally = new Tally(shards, HASH, SplitKeys.NONE);
    SmallCache cache = new SmallCache(capacity, 200);
    return fresh("by hash, small cache", "cache", tally, cache).hottestShare();
  }

  public Map<String, Double> shares() {
    return shares;
  }
}
