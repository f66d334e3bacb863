package scalebook.partitioning.resharding;

import java.sql.SQLException;
import java.util.List;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderTable;
import scalebook.partitioning.store.Ownership;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.Slots;

/** Rows of a move, from its source to its target. Each of these can be done twice. */
final class Copier {
  private static final int CHUNK = 500;

  private final Term term;
  private final Moving move;

  Copier(Term term, Moving move) {
    this.term = term;
    this.move = move;
  }

  /** The next ids to copy, empty at the end. */
  List<Long> after(long last) throws SQLException {
    String sql = "SELECT id FROM orders WHERE slot %s AND id > ? ORDER BY id LIMIT %d";
    String these = sql.formatted(move.in(), CHUNK);
    return Sql.with(
        move.source().database(), source -> Sql.query(source, row -> row.getLong(1), these, last));
  }

  /**
   * Brings these rows as they are at the source now, also when that is: gone.
   *
   * <p>The source's rows are read under a lock that waits for writers: an older state must not come
   * after a newer one.
   */
  void bring(List<Long> ids) throws SQLException {
    String rows = " FROM orders WHERE id IN (" + Slots.write(ids) + ") AND slot " + move.in();
    String locked = "SELECT id, customer, cents, version" + rows + " LOCK IN SHARE MODE";
    Term.transaction(
        move.source().database(),
        source -> {
          List<Order> found = Sql.query(source, OrderTable::order, locked);
          return term.change(
              move.target().database(),
              target -> {
                Sql.change(target, "DELETE" + rows);
                return OrderTable.insert(target, found);
              });
        });
  }

  /** Waits for the writers that hold the slots, for a bounded time. */
  void mark(Shard shard, Ownership state) throws SQLException {
    String sql = "UPDATE slots SET state = ? WHERE slot " + move.in();
    term.change(shard.database(), sql, state.name());
  }

  void compare() throws SQLException {
    String source = checksum(move.source());
    String target = checksum(move.target());
    if (!source.equals(target)) {
      term.change(move.source().database(), unused -> true); // if it is over, no wonder
      throw new Differs(source, target);
    }
  }

  /** Rows and a sum over all their columns: the same on both sides, or something is missing. */
  private String checksum(Shard shard) throws SQLException {
    String sums =
        "SELECT CONCAT(COUNT(*), ' rows, sum ', COALESCE(SUM(CRC32(CONCAT_WS('#', id, slot,"
            + " customer, cents, version))), 0)) FROM orders WHERE slot "
            + move.in();
    return Sql.with(
            shard.database(), connection -> Sql.first(connection, row -> row.getString(1), sums))
        .orElseThrow();
  }

  /** Never what the shard answers for. In chunks: a large delete would hold its locks for long. */
  void clear(Shard shard) throws SQLException {
    String sql = "DELETE FROM orders WHERE slot " + move.in() + " LIMIT " + CHUNK;
    Sql.Work<Integer> some =
        connection -> {
          Ownership.mustBeReleased(connection, move.slots());
          return Sql.change(connection, sql);
        };
    while (term.change(shard.database(), some) > 0) {
      // until none is left
    }
  }
}
