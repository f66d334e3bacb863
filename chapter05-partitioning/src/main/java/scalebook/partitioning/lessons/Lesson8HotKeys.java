package scalebook.partitioning.lessons;

import java.util.List;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.MySql;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.hot.Tally;
import scalebook.partitioning.index.Relay;
import scalebook.partitioning.stage.hot.CelebrityLoad;
import scalebook.partitioning.stage.hot.IndexTrial;
import scalebook.partitioning.stage.hot.Remedies;

/**
 * One customer is half of the load: what spreads it, and what does that cost?
 *
 * <pre>./book hot-keys --without split</pre>
 */
@Command(name = "hot-keys", description = "one customer is half of the load: what spreads it?")
@Idea(
    value = {Tally.class, Relay.class},
    test = "hot.TallyTest")
@Without(
    name = "lookup",
    what = "a lookup table that moves one tenant (instead: names' ranges move)",
    falls = Lesson8HotKeys.OTHERS)
@Without(
    name = "split",
    what = "the celebrity's counter lies in four pieces, one on each shard",
    falls = Lesson8HotKeys.EVEN)
@Without(
    name = "merge",
    what = "a read adds up all pieces, not the first alone",
    falls = {Lesson8HotKeys.EVEN, Lesson8HotKeys.LOST})
@Without(
    name = "cache",
    what = "a cache of eight keys answers reads before the shards",
    falls = Lesson8HotKeys.CACHED)
@Without(
    name = "journal",
    what = "the row's own transaction notes its change for the index",
    falls = {Lesson8HotKeys.KNOWN, Lesson8HotKeys.GHOSTS})
@Without(
    name = "versions",
    what = "an index entry keeps its newest version",
    falls = Lesson8HotKeys.GHOSTS)
public final class Lesson8HotKeys extends Lesson {
  static final String OTHERS = "moving one tenant moves nothing else";
  static final String EVEN = "a split key loads all shards evenly";
  static final String LOST = "a split counter loses no increment";
  static final String CACHED = "with a small cache no shard has half of the calls";
  static final String KNOWN = "the index is stale after a commit, correct after two passes";
  static final String GHOSTS = "no deleted order comes back into the index";

  @Option(names = "--calls", description = "calls for each way (default: ${DEFAULT-VALUE})")
  private Size calls = size(2_400, 800);

  @Override
  protected void tell(Story story) throws Exception {
    CelebrityLoad load = new CelebrityLoad(calls.get());
    story.question("One of %d tenants is half of the load: what helps?", load.tenants().size());
    List<DataSource> shards =
        lab().mysqls(List.of("shard0", "shard1", "shard2", "shard3"), List.of()).stream()
            .map(MySql::dataSource)
            .toList();
    Remedies remedies = new Remedies(story, load, shards);
    double share = remedies.none(); // ① more shards do not help
    List<String> moved = remedies.move(with("lookup")); // ② the celebrity alone
    CelebrityLoad.Spread split = remedies.split(with("split") ? 4 : 1, with("merge"));
    double cached = remedies.cached(with("cache") ? 8 : 0);
    story.bars("calls at the hottest of all shards", "remedy", "percent", remedies.shares());
    story.control("on more shards one still has half of the calls", share > 0.5);
    int others = moved.contains(CelebrityLoad.CELEBRITY) ? moved.size() - 1 : -1;
    story.claim(OTHERS, story.figure("movedOthers", others) == 0);
    story.claim(EVEN, split.hottestShare() < 0.3);
    story.claim(LOST, story.figure("lost", split.lost()) == 0);
    story.claim(CACHED, cached < 0.5);
    index(story, shards);
  }

  /** ③ An index on other shards than its rows: late, but for how long? */
  private void index(Story story, List<DataSource> shards) throws Exception {
    IndexTrial trial = new IndexTrial(shards, with("journal"), with("versions"));
    IndexTrial.Outcome seen = trial.run(either(240, 80));
    story.note(
        "index entries: %d wrong at once, %d after two passes, %d ghosts; %d clients died",
        seen.staleAtOnce(), seen.staleLater(), seen.ghosts(), seen.deaths());
    story.figure("indexLagMillis", seen.lagMillis());
    double later = story.figure("staleAfterBound", seen.staleLater());
    story.claim(KNOWN, seen.staleAtOnce() > 0 && later == 0);
    story.claim(GHOSTS, story.figure("ghosts", seen.ghosts()) == 0);
  }

  public static void main(String[] args) {
    run(new Lesson8HotKeys(), args);
  }
}
