package scalebook.transactions.solution;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import scalebook.transactions.exercise.PendingStock.Row;
import scalebook.transactions.exercise.PendingStock.Table;

/** Each call is a function of the row, tried until nobody has changed the row in between. */
public final class PendingStock {
  private final Table table;

  public PendingStock(Table table) {
    this.table = table;
  }

  private interface Change {
    /** The same row when there is nothing to change. */
    Row of(Row row);
  }

  private Row change(Change change) throws IOException {
    while (true) {
      Row seen = table.get();
      Row next = change.of(seen);
      if (next.equals(seen) || table.replace(seen, next)) {
        return next;
      }
    }
  }

  public boolean reserve(String saga, int amount) throws IOException {
    Row row = change(seen -> reserved(seen, saga, amount));
    return row.pending().containsKey(saga) || row.ended().getOrDefault(saga, false);
  }

  private static Row reserved(Row row, String saga, int amount) {
    if (row.ended().containsKey(saga) || row.pending().containsKey(saga) || free(row) < amount) {
      return row;
    }
    Map<String, Integer> pending = new HashMap<>(row.pending());
    pending.put(saga, amount);
    return new Row(row.stock(), Map.copyOf(pending), row.ended());
  }

  public void confirm(String saga) throws IOException {
    change(
        row -> {
          if (row.ended().getOrDefault(saga, false)) {
            return row;
          }
          if (!row.pending().containsKey(saga)) {
            throw new IllegalStateException(saga + " has nothing to confirm");
          }
          return ended(row, saga, true);
        });
  }

  public void cancel(String saga) throws IOException {
    change(
        row -> {
          if (row.ended().getOrDefault(saga, false)) {
            throw new IllegalStateException(saga + " is confirmed");
          }
          return ended(row, saga, false);
        });
  }

  private static Row ended(Row row, String saga, boolean confirmed) {
    Map<String, Integer> pending = new HashMap<>(row.pending());
    Map<String, Boolean> ended = new HashMap<>(row.ended());
    Integer amount = pending.remove(saga);
    ended.put(saga, confirmed);
    int stock = confirmed ? row.stock() - amount : row.stock();
    return new Row(stock, Map.copyOf(pending), Map.copyOf(ended));
  }

  public int free() throws IOException {
    return free(table.get());
  }

  private static int free(Row row) {
    return row.stock() - row.pending().values().stream().mapToInt(Integer::intValue).sum();
  }
}
