package scalebook.caching.stage.load;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import scalebook.caching.cache.Counters;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Schema;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

/** Reads of popular products, the same ones in every phase: read i asks for the same each time. */
public final class PopularReads {
  private final Zipf popularity = new Zipf(Schema.PRODUCTS, 1.0);
  private final int callers;
  private final int count;
  private final QueryCounter selects;

  /** {@code answers}: what each read found. */
  public record Outcome(
      Ledger ledger, long queries, Counters.Seen seen, Map<Long, String> answers) {}

  public PopularReads(int callers, int count, QueryCounter selects) {
    this.callers = callers;
    this.count = count;
    this.selects = selects;
  }

  /** All of them; a third of the way something happens. */
  public Outcome run(Products products, Runnable onTheWay)
      throws SQLException, InterruptedException {
    Map<Long, String> answers = new ConcurrentHashMap<>();
    Counters.Seen before = products.seen();
    selects.since();
    try (Load load =
        Load.closed(
            callers,
            count,
            i -> {
              if (i == count / 3) {
                onTheWay.run();
              }
              answers.put(i, products.find(popularity.at(i)).text().orElseThrow());
            })) {
      Ledger ledger = load.await();
      return new Outcome(ledger, selects.since(), products.seen().since(before), answers);
    }
  }
}
