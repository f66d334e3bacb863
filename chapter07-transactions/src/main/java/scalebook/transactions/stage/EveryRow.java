package scalebook.transactions.stage;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;
import scalebook.transactions.shop.Part;

/** Another customer, who wants every row of the stock, and waits for those that are locked. */
public final class EveryRow {
  private static final long MOST_SECONDS = 30;

  private final FutureTask<Long> waiting;

  public EveryRow(ShopDatabases databases) {
    long start = System.nanoTime();
    waiting =
        new FutureTask<>(
            () -> {
              databases.run(
                  Part.INVENTORY,
                  "SET innodb_lock_wait_timeout = 25",
                  "UPDATE stock SET available = available + 0");
              return (System.nanoTime() - start) / 1_000_000;
            });
    Tasks.daemon("every-row", waiting).start();
  }

  public boolean waits() {
    return !waiting.isDone();
  }

  /** Returns when it has had them all, and says after how many milliseconds that was. */
  public long await() throws Exception {
    return waiting.get(MOST_SECONDS, TimeUnit.SECONDS);
  }
}
