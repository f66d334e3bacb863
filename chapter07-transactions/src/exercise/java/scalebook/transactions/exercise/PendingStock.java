package scalebook.transactions.exercise;

import java.io.IOException;
import java.util.Map;
import scalebook.lab.exercise.Todo;

/**
 * A semantic lock: what a saga reserves of a stock is pending until the saga ends, and no other
 * saga can have it. Many sagas change the row at once, each through an object of its own.
 */
public final class PendingStock {
  /**
   * One row. Its maps are never changed.
   *
   * @param stock what is there, pending or not
   * @param pending how much is reserved, for each saga that has not ended
   * @param ended how each saga ended: true for confirmed, false for cancelled
   */
  public record Row(int stock, Map<String, Integer> pending, Map<String, Boolean> ended) {}

  /** Where the row is. */
  public interface Table {
    Row get() throws IOException;

    /**
     * Puts {@code next} in the place of {@code seen}; false when another row is there meanwhile.
     * After an exception nobody knows whether it was done.
     */
    boolean replace(Row seen, Row next) throws IOException;
  }

  public PendingStock(Table table) {}

  /**
   * True when the saga has them; false when too few are free, and then it may ask again later.
   * Asked again by a saga that has them, or had them and is confirmed: true. By one that is
   * cancelled: false. An exception of the table goes to the caller, who repeats the call; this
   * holds for all methods.
   */
  public boolean reserve(String saga, int amount) throws IOException {
    throw new Todo("pending, if so many are free");
  }

  /**
   * Takes them from the stock. {@link IllegalStateException} when it has none and is not confirmed.
   */
  public void confirm(String saga) throws IOException {
    throw new Todo("no longer pending, no longer there");
  }

  /**
   * They are free again. May come before its {@code reserve}, or without one. {@link
   * IllegalStateException} when it is confirmed.
   */
  public void cancel(String saga) throws IOException {
    throw new Todo("no longer pending, and never again");
  }

  /** What is there and not pending. */
  public int free() throws IOException {
    throw new Todo("what another saga could have");
  }
}
