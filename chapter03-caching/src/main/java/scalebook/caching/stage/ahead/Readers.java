package scalebook.caching.stage.ahead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
    AtomicLong visits = new AtomicLong();
    ExecutorService visitor = Tasks.executor();
    try {
      Future<Long> torn = visitor.submit(() -> torn(site, built, visits));
      for (int build = 1; build <= rebuilds || tooFew(visits, torn); build++) {
        site.publish(pages(build));
      }
      built.set(true);
      long seen = torn.get(); // all visits are made then
      return new Outcome(visits.get(), seen);
    } finally {
      visitor.shutdownNow();
    }
  }

  /** A visitor that comes late sees a site being built, too. */
  private static boolean tooFew(AtomicLong visits, Future<Long> visitor) {
    return visits.get() < LEAST_VISITS && !visitor.isDone();
  }

  private static Map<String, String> pages(int build) {
    String page = ("build " + build + "\n").repeat(LINES);
    return Map.of("index", page, "cheapest", page);
  }

  private static long torn(Site site, AtomicBoolean built, AtomicLong visits) throws IOException {
    long torn = 0;
    for (; !built.get(); visits.incrementAndGet()) {
      Path set = site.visit();
      String index = Files.readString(set.resolve("index"));
      String cheapest = Files.readString(set.resolve("cheapest"));
      torn += whole(index) && index.equals(cheapest) ? 0 : 1;
    }
    return torn;
  }

  private static boolean whole(String page) {
    return page.lines().count() == LINES && page.lines().distinct().count() == 1;
  }
}
