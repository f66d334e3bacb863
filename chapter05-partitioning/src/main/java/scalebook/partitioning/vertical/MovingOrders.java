package scalebook.partitioning.vertical;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.lab.fault.Crash;

/**
 * The orders leave the old schema for a database of their own while clients go on.
 *
 * <p>① All writes go to the new database, and bring their row along; reads ask there first, then in
 * the old one. ② A backfill copies the rest, and never overwrites. ③ Then nobody asks the old one.
 * A write is one statement in one database at any time: no client has to write twice.
 */
public final class MovingOrders {
  private static final int CHUNK = 100;

  /** Which database is asked. */
  public enum Mode {
    OLD,
    BOTH,
    NEW
  }

  /**
   * What keeps it from losing something.
   *
   * @param waits whether a new mode waits for calls of the one before
   * @param dualReads whether a read that finds nothing in the new database asks the old one
   * @param keepsNewer whether the backfill leaves a row alone that is there already
   */
  public record Care(boolean waits, boolean dualReads, boolean keepsNewer) {}

  private final DataSource old;
  private final DataSource next;
  private final Care care;
  private final Crash crash;
  private final ReadWriteLock mode = new ReentrantReadWriteLock(true);
  private volatile Mode now = Mode.OLD;

  public MovingOrders(DataSource old, DataSource next, Care care, Crash crash) {
    this.old = old;
    this.next = next;
    this.care = care;
    this.crash = crash;
  }

  /** An empty table there. */
  public void create() throws SQLException {
    Services.table(next, "orders", Purchase.TABLE + ")");
  }

  /** Of every client: here a lock, between programs a lease (lesson 4). */
  public void to(Mode wanted) {
    if (care.waits) {
      mode.writeLock().lock();
    }
    now = wanted;
    if (care.waits) {
      mode.writeLock().unlock();
    }
  }

  private <T> T during(Callable<T> call) throws Exception {
    if (!care.waits) {
      return call.call();
    }
    mode.readLock().lock();
    try {
      return call.call();
    } finally {
      mode.readLock().unlock();
    }
  }

  public Optional<Purchase> find(long id) throws Exception {
    return during(
        () -> {
          Mode chosen = now;
          Optional<Purchase> found = find(chosen == Mode.OLD ? old : next, id);
          boolean again = found.isEmpty() && chosen == Mode.BOTH && care.dualReads;
          return again ? find(old, id) : found;
        });
  }

  private static Optional<Purchase> find(DataSource database, long id) throws SQLException {
    String sql = "SELECT " + Purchase.COLUMNS + " FROM orders WHERE id = ?";
    return Sql.with(database, c -> Sql.first(c, Purchase::of, sql, id));
  }

  public void insert(Purchase order) throws Exception {
    during(() -> Purchase.put(now == Mode.OLD ? old : next, "INSERT", List.of(order)));
  }

  /** Adds to an order's amount; false when there is none. */
  public boolean add(long id, long cents) throws Exception {
    return during(
        () -> {
          Mode chosen = now;
          crash.at("chosen");
          return chosen == Mode.OLD
              ? update(old, id, cents)
              : update(next, id, cents) || bring(id) && update(next, id, cents);
        });
  }

  private static boolean update(DataSource database, long id, long cents) throws SQLException {
    String sql = "UPDATE orders SET cents = cents + ? WHERE id = ?";
    return Sql.with(database, c -> Sql.change(c, sql, cents, id)) == 1;
  }

  /** Somebody else may do so at the same time: the row in the old database stands still. */
  private boolean bring(long id) throws SQLException {
    Optional<Purchase> there = find(old, id);
    if (there.isPresent()) {
      Purchase.put(next, "INSERT IGNORE", List.of(there.get()));
    }
    return there.isPresent();
  }

  /** All rows that are in the old database; it takes no writes any more. */
  public void backfill() throws SQLException {
    String sql =
        "SELECT " + Purchase.COLUMNS + " FROM orders WHERE id > ? ORDER BY id LIMIT " + CHUNK;
    String how = care.keepsNewer ? "INSERT IGNORE" : "REPLACE";
    long last = Long.MIN_VALUE;
    while (true) {
      long from = last;
      List<Purchase> chunk = Sql.with(old, c -> Sql.query(c, Purchase::of, sql, from));
      if (chunk.isEmpty()) {
        return;
      }
      Purchase.put(next, how, chunk);
      last = chunk.get(chunk.size() - 1).id();
      crash.at("after-chunk");
    }
  }
}
