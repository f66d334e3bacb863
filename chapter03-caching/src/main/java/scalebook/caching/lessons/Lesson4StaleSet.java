package scalebook.caching.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import scalebook.caching.stage.database.Shop;
import scalebook.caching.stage.schedule.StaleSets;
import scalebook.caching.write.Shelf;
import scalebook.caching.write.WritePath;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;

/**
 * A reader loads a row, is overtaken by a writer, and puts the old row into the cache. For how long
 * does it lie there? Until it expires: nobody knows that it is wrong.
 *
 * <p>Every order in which a reader and a writer, and two writers, can take their steps is tried
 * once, on the real database and the real cache. Careful orders of writing and dropping do not
 * help; versions and leases do.
 *
 * <pre>./book stale-set</pre>
 */
@Command(name = "stale-set", description = "an overtaken reader sets the cache: in which orders?")
@Idea(
    value = {WritePath.class, Shelf.class},
    test = "stage.schedule.StaleSetsTest")
public final class Lesson4StaleSet extends Lesson {
  @Override
  protected void tell(Story story) throws Exception {
    story.question("In how many orders of a read and a write does something old survive?");
    int total = 0;
    List<String> example = List.of();
    try (Shop shop = Shop.open(lab(), 4)) {
      StaleSets search = new StaleSets(shop.catalogue(), shop.redis());
      Story.Table table = story.table("way", "orders", "stale", "");
      for (WritePath path : WritePath.values()) {
        StaleSets.Found found = search(search, path);
        total += found.orders();
        table
            .row(path.toString(), found.orders(), found.stale(), path.description())
            .figure("staleSurvivors." + path, found.stale());
        example = path == WritePath.WRITE_THEN_DELETE ? found.example() : example;
      }
      story.step("for example, write-then-delete:");
      example(story, example);
    }
    story.figure("orders", total);
    for (WritePath path : WritePath.values()) {
      boolean safe = path == WritePath.VERSIONS || path == WritePath.LEASES;
      double survivors = story.figure("staleSurvivors." + path);
      story.claim(
          safe ? path + ": in no order" : path + ": in some orders",
          safe ? survivors == 0 : survivors > 0);
    }
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
    for (String step : order) {
      String who = step.startsWith("A") ? "reader" : "writer";
      story.event(who, "%s", step.substring(3));
    }
  }

  public static void main(String[] args) {
    run(new Lesson4StaleSet(), args);
  }
}
