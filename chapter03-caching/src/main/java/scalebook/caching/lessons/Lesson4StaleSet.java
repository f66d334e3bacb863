package scalebook.caching.lessons;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import scalebook.caching.stage.database.Shop;
import scalebook.caching.stage.schedule.StaleSets;
import scalebook.caching.write.Shelf;
import scalebook.caching.write.WritePath;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * A reader loads a row, a writer overtakes it, and the reader sets the old row into the cache. It
 * stays there until it expires: nobody knows that it is stale.
 *
 * <p>Every order of the steps of a reader and a writer, and of two writers, is tried once, on the
 * real database and the real cache. No order of writing and dropping helps; versions and leases do.
 *
 * <pre>./book stale-set</pre>
 */
@Command(name = "stale-set", description = "an overtaken reader sets the cache: in which orders?")
@Idea(
    value = {WritePath.class, Shelf.class},
    test = "stage.schedule.StaleSetsTest")
@Without(
    name = "version",
    what = "a set is refused over a newer version",
    falls = Lesson4StaleSet.VERSIONED)
@Without(
    name = "revocation",
    what = "a writer takes the reader's lease away",
    falls = Lesson4StaleSet.LEASED)
public final class Lesson4StaleSet extends Lesson {
  static final String VERSIONED = "a versioned set leaves no stale entry in any order";
  static final String LEASED = "a set under a revocable lease leaves none in any order";

  @Override
  protected void tell(Story story) throws Exception {
    story.question("How many orders of a read and a write leave a stale entry?");
    int total = 0;
    Map<String, Double> stale = new LinkedHashMap<>();
    List<String> example = List.of();
    try (Shop shop = Shop.open(lab(), 4)) {
      Shelf.Guards guards = new Shelf.Guards(with("version"), with("revocation"));
      StaleSets search = new StaleSets(shop.catalogue(), shop.redis(), guards);
      Story.Table table = story.table("way", "orders", "stale", "what a writer does");
      for (WritePath path : WritePath.values()) {
        StaleSets.Found found = search(search, path);
        total += found.orders();
        stale.put(path.toString(), 100.0 * found.stale() / found.orders());
        table
            .row(path.toString(), found.orders(), found.stale(), path.description())
            .figure("staleSurvivors." + path, found.stale());
        example = path == WritePath.WRITE_THEN_DELETE ? found.example() : example;
      }
      example(story, example);
    }
    story.figure("orders", total);
    story.bars("Orders that leave a stale entry", "way", "% of the orders", stale);
    Set<WritePath> guarded = EnumSet.of(WritePath.VERSIONS, WritePath.LEASES);
    story.control(
        "every unguarded way leaves a stale entry in some orders",
        EnumSet.complementOf(EnumSet.copyOf(guarded)).stream()
            .allMatch(path -> story.figure("staleSurvivors." + path) > 0));
    story.claim(VERSIONED, story.figure("staleSurvivors." + WritePath.VERSIONS) == 0);
    story.claim(LEASED, story.figure("staleSurvivors." + WritePath.LEASES) == 0);
  }

  /**
   * ① The cache is cold or warm; one of each, two writers, and when it may take longer all three.
   */
  private StaleSets.Found search(StaleSets search, WritePath path) throws Exception {
    StaleSets.Found found =
        search
            .search(path, 1, 1, false)
            .plus(search.search(path, 1, 1, true))
            .plus(search.search(path, 0, 2, true));
    return !quick ? found.plus(search.search(path, 1, 2, false)) : found;
  }

  private static void example(Story story, List<String> order) {
    StringBuilder told = new StringBuilder();
    String before = "";
    for (String step : order) {
      String who = step.startsWith("A") ? "reader" : "writer";
      String what = step.substring(3);
      story.event(who, "%s", what);
      String next = (told.isEmpty() ? "" : " · ") + who + ": ";
      told.append(who.equals(before) ? ", " : next).append(what.replaceFirst(" to .*", ""));
      before = who;
    }
    story.note("stale after %s: %s", WritePath.WRITE_THEN_DELETE, told);
  }

  public static void main(String[] args) {
    run(new Lesson4StaleSet(), args);
  }
}
