package scalebook.caching.lessons;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.ahead.Site;
import scalebook.caching.ahead.WriteBehind;
import scalebook.caching.stage.ahead.Crashes;
import scalebook.caching.stage.ahead.Readers;
import scalebook.caching.stage.ahead.Way;
import scalebook.caching.stage.database.Shop;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * Work that is done before anybody asks, and work that is done after it was acknowledged.
 *
 * <p>A site is built ahead and swapped whole. A write-behind acknowledges before the database has
 * the write: a crash loses it, unless a log has it.
 *
 * <pre>./book ahead-of-time --updates 5000</pre>
 */
@Command(
    name = "ahead-of-time",
    description = "pages built ahead, writes done later: what is lost?")
@Idea(
    value = {WriteBehind.class, Site.class},
    method = "WriteBehind.put",
    test = "ahead.AheadTest")
@Without(name = "swap", what = "a new site is swapped in whole", falls = Lesson9AheadOfTime.WHOLE)
@Without(
    name = "log",
    what = "a write is on disk before it is acknowledged",
    falls = Lesson9AheadOfTime.LOGGED)
@Without(
    name = "through",
    what = "a write is committed before it is acknowledged",
    falls = Lesson9AheadOfTime.THROUGH)
@Without(
    name = "coalescing",
    what = "only the last waiting value of a key is written",
    falls = Lesson9AheadOfTime.FEWER)
public final class Lesson9AheadOfTime extends Lesson {
  static final String WHOLE = "a site that is swapped whole is never seen torn";
  static final String THROUGH = "write-through loses no acknowledged write";
  static final String LOGGED = "write-behind with a log loses none either";
  static final String FEWER = "coalescing at least halves the database's writes";
  private static final int KEYS = 20;

  @Option(names = "--updates", description = "writes before the crash (default: ${DEFAULT-VALUE})")
  private Size updates = size(2_000, 400);

  @Option(names = "--rebuilds", description = "times a site is built (default: ${DEFAULT-VALUE})")
  private Size rebuilds = size(200, 60);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("What do readers of a rebuilt site see, and what does a crash lose?");
    Readers readers = new Readers(lab().workspace().folder("sites"), rebuilds.get());
    Readers.Outcome inPlace = readers.visit(false);
    Readers.Outcome swapped = readers.visit(with("swap"));
    Story.Table sites = story.table("site", "visits", "torn");
    sites.row("overwritten in place", inPlace.visits(), inPlace.torn());
    sites.row("swapped whole", swapped.visits(), swapped.torn());
    story.control("a site that is overwritten is seen torn", inPlace.torn() > 0);
    story.claim(WHOLE, story.figure("tornReads", swapped.torn()) == 0);
    writes(story);
  }

  private void writes(Story story) throws Exception {
    Map<Way, Crashes.Outcome> by = new EnumMap<>(Way.class);
    Map<String, Double> bars = new LinkedHashMap<>();
    try (Shop shop = Shop.open(lab(), 2)) {
      Crashes crashes = new Crashes(lab(), shop, KEYS, updates.get());
      Story.Table table = story.table("killed", "acknowledged", "lost", "writes per update");
      for (Way way : Way.values()) {
        boolean log = way == Way.LOGGED && with("log");
        Way how = way == Way.THROUGH && !with("through") ? Way.BEHIND : way;
        Crashes.Outcome seen = crashes.kill(how, with("coalescing"), log); // ① kill -9
        table.row(
            way.toString(),
            seen.acknowledged(),
            seen.lost(),
            "%.2f".formatted(seen.writesPerUpdate()));
        by.put(way, seen);
        bars.put(way.toString(), (double) seen.lost());
      }
    }
    story.bars("Acknowledged writes that a crash loses", "way", "writes", bars);
    double behind = story.figure("lostBehind", by.get(Way.BEHIND).lost());
    double through = story.figure("lostThrough", by.get(Way.THROUGH).lost());
    double logged = story.figure("lostLogged", by.get(Way.LOGGED).lost());
    double per = story.figure("writesPerUpdate", by.get(Way.BEHIND).writesPerUpdate());
    story.control("write-behind loses acknowledged writes", behind > 0);
    story.claim(THROUGH, through == 0);
    story.claim(LOGGED, logged == 0);
    story.claim(FEWER, per <= 0.5); // ② write-through: one for each
  }

  public static void main(String[] args) {
    run(new Lesson9AheadOfTime(), args);
  }
}
