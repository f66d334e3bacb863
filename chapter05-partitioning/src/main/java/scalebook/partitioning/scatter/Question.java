package scalebook.partitioning.scatter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderTable;
import scalebook.partitioning.store.Ownership;
import scalebook.partitioning.store.Shard;

/**
 * What all shards are asked: a statement with its values, what a shard makes of its rows, and how
 * the parts become one answer.
 */
record Question<T>(String sql, List<?> values, Sql.Row<T> reader, Function<List<T>, T> merge) {
  private static final int MASKS = 4;

  /**
   * The slots and the answer in one statement, so that both are of the same moment; the slots as
   * four masks, which are there even when the answer has no rows.
   */
  private static final String SLOTS =
      "SELECT BIT_OR((slot DIV 64 = 0) << (slot MOD 64)) AS a,"
          + " BIT_OR((slot DIV 64 = 1) << (slot MOD 64)) AS b,"
          + " BIT_OR((slot DIV 64 = 2) << (slot MOD 64)) AS c,"
          + " BIT_OR((slot DIV 64 = 3) << (slot MOD 64)) AS d FROM slots WHERE "
          + Ownership.READABLE;

  /** Only orders of slots that the shard answers for: copies that are on their way do not count. */
  private static final String FROM =
      " FROM orders o JOIN slots s ON s.slot = o.slot AND " + Ownership.READABLE + " ";

  private static final String ORDERS = "SELECT o.id, o.customer, o.cents, o.version" + FROM;

  /** What a shard said, and for which slots. */
  record Part<T>(T value, BitSet slots) {}

  Part<T> ask(Shard shard) throws SQLException {
    String both = "SELECT m.*, q.* FROM (%s) m LEFT JOIN (%s) q ON TRUE".formatted(SLOTS, sql);
    return Sql.with(
        shard.database(),
        connection -> Sql.first(connection, this::part, both, values.toArray()).orElseThrow());
  }

  private Part<T> part(ResultSet row) throws SQLException {
    long[] masks = new long[MASKS];
    for (int i = 0; i < MASKS; i++) {
      masks[i] = ((Number) row.getObject(i + 1)).longValue(); // unsigned: all 64 bits
    }
    return new Part<>(reader.of(row), BitSet.valueOf(masks));
  }

  /** How many, and how much. */
  static Question<ScatterGather.Sum> sum(long from, long to) {
    return new Question<>(
        "SELECT COUNT(*), COALESCE(SUM(o.cents), 0)" + FROM + "WHERE o.id BETWEEN ? AND ?",
        List.of(from, to),
        row -> new ScatterGather.Sum(row.getLong(MASKS + 1), row.getLong(MASKS + 2)),
        parts -> parts.stream().reduce(new ScatterGather.Sum(0, 0), ScatterGather.Sum::plus));
  }

  /** The mean of the shards' means, which is not the mean. */
  static Question<Double> mean(long from, long to) {
    Question<ScatterGather.Sum> sum = sum(from, to);
    return new Question<>(
        sum.sql,
        sum.values,
        row -> sum.reader.of(row).average(),
        parts -> parts.stream().mapToDouble(mean -> mean).average().orElse(0));
  }

  /** Orders in this order, up to a limit. */
  static Question<List<Order>> orders(
      String rest, Comparator<Order> by, int most, Object... values) {
    return new Question<>(
        ORDERS + rest, List.of(values), row -> read(row, by), parts -> TopK.merge(parts, most, by));
  }

  private static List<Order> read(ResultSet row, Comparator<Order> by) throws SQLException {
    List<Order> found = new ArrayList<>();
    do {
      if (row.getObject(MASKS + 1) != null) {
        found.add(OrderTable.order(row, MASKS));
      }
    } while (row.next());
    found.sort(by); // a join keeps no order
    return found;
  }
}
