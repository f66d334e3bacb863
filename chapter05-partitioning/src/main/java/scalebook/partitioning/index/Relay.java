package scalebook.partitioning.index;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Slots;

/**
 * Tells the index what the shards' journals say. It asks for what is there, never for what is above
 * the last number: a lower one may be committed later. So a change that was committed before a pass
 * began is in the index when that pass ends.
 */
public final class Relay {
  private static final int BATCH = 500;

  private final IndexedOrders orders;
  private final CustomerIndex index;
  private long passes;

  /** What one pass has read, by shard; the index has not heard of it yet. */
  public record Batch(Map<DataSource, List<Change>> changes) {}

  public Relay(IndexedOrders orders, CustomerIndex index) {
    this.orders = orders;
    this.index = index;
  }

  public Batch read() throws SQLException {
    Map<DataSource, List<Change>> all = new LinkedHashMap<>();
    String sql = "SELECT seq, id, customer, version, deleted FROM journal ORDER BY seq LIMIT ?";
    for (DataSource shard : orders.shards()) {
      all.put(
          shard,
          Sql.with(
              shard,
              c ->
                  Sql.query(
                      c,
                      row ->
                          new Change(
                              row.getLong(1),
                              row.getLong(2),
                              row.getString(3),
                              row.getLong(4),
                              row.getBoolean(5)),
                      sql,
                      BATCH)));
    }
    return new Batch(all);
  }

  /** First into the index, then out of the journal: a crash in between only repeats. */
  public void apply(Batch batch) throws SQLException {
    for (Map.Entry<DataSource, List<Change>> part : batch.changes().entrySet()) {
      List<Long> done = new ArrayList<>();
      for (Change change : part.getValue()) {
        index.apply(change);
        done.add(change.seq());
      }
      if (!done.isEmpty()) {
        String sql = "DELETE FROM journal WHERE seq IN (" + Slots.write(done) + ")";
        Sql.with(part.getKey(), c -> Sql.change(c, sql));
      }
    }
  }

  public void pass() throws SQLException {
    apply(read());
    synchronized (this) {
      passes++;
      notifyAll();
    }
  }

  /** Passes that have ended. */
  public synchronized long passes() {
    return passes;
  }

  /** Until so many passes have ended; false when it takes too long. */
  public synchronized boolean await(long wanted, long boundMillis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(boundMillis);
    while (passes < wanted) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
