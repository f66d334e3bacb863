package scalebook.transactions.stage;

import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import scalebook.engines.process.Tasks;
import scalebook.transactions.shop.Part;

/** Another customer, who wants every row of the stock, and waits for those that are locked. */
public final class EveryRow {
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

  /** After how many milliseconds it had them all; nothing when it has not within a bound. */
  public OptionalLong await(long seconds) throws Exception {
    try {
      return OptionalLong.of(waiting.get(seconds, TimeUnit.SECONDS));
    } catch (TimeoutException waitsOn) {
      return OptionalLong.empty();
    }
  }
}
