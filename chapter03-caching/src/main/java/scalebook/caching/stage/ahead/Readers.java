package scalebook.caching.stage.ahead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import scalebook.caching.ahead.Site;
import scalebook.engines.process.Tasks;

/** Visits to a site while it is built again and again. */
public record Readers(Path folder, int rebuilds) {
  private static final int LINES = 4_000;
  private static final int LEAST_VISITS = 50;

  /** {@code torn}: a page was not whole, or two pages of one visit were of different builds. */
  public record Outcome(long visits, long torn) {}

  public Outcome visit(boolean swap) throws Exception {
    Site site = new Site(folder.resolve(swap ? "swapped" : "in-place"), swap);
    site.publish(pages(0));
    AtomicBoolean built = new AtomicBoolean();
    ExecutorService visitor = Tasks.executor();
    try {
      Future<Outcome> visits = visitor.submit(() -> visits(site, built));
      for (int build = 1; build <= rebuilds; build++) {
        site.publish(pages(build));
      }
      built.set(true);
      return visits.get();
    } finally {
      visitor.shutdownNow();
    }
  }

  private static Map<String, String> pages(int build) {
    String page = ("build " + build + "\n").repeat(LINES);
    return Map.of("index", page, "cheapest", page);
  }

  private static Outcome visits(Site site, AtomicBoolean built) throws IOException {
    long visits = 0;
    long torn = 0;
    for (; !built.get() || visits < LEAST_VISITS; visits++) {
      Path set = site.visit();
      String index = Files.readString(set.resolve("index"));
      String cheapest = Files.readString(set.resolve("cheapest"));
      torn += whole(index) && index.equals(cheapest) ? 0 : 1;
    }
    return new Outcome(visits, torn);
  }

  private static boolean whole(String page) {
    return page.lines().count() == LINES && page.lines().distinct().count() == 1;
  }
}
