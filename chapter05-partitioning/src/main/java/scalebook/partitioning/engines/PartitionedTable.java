package scalebook.partitioning.engines;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import scalebook.engines.Dialect;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderTable;

/** One table of one server in four partitions: it prunes as shards do, and grows no further. */
public record PartitionedTable(DataSource database, Dialect dialect) {
  public static final int PARTITIONS = 4;
  private static final int LOOKS = 5;
  private static final String CREATE =
      "CREATE TABLE orders (id BIGINT PRIMARY KEY, slot SMALLINT NOT NULL, customer INT NOT NULL,"
          + " cents BIGINT NOT NULL, version BIGINT NOT NULL) PARTITION BY ";

  /** Ranges of ids, each a quarter of what there is, or a hash of the id. */
  public void create(boolean ranges, List<Order> orders) throws SQLException {
    int part = orders.size() / PARTITIONS;
    String by =
        ranges
            ? """
            RANGE (id) (PARTITION p0 VALUES LESS THAN (%d), PARTITION p1 VALUES LESS THAN (%d),
              PARTITION p2 VALUES LESS THAN (%d), PARTITION p3 VALUES LESS THAN MAXVALUE)
            """
                .formatted(part + 1, 2 * part + 1, 3 * part + 1)
            : "HASH (id) PARTITIONS " + PARTITIONS;
    Sql.with(
        database,
        connection -> {
          Sql.run(connection, "DROP TABLE IF EXISTS orders", CREATE + by);
          return true;
        });
    new OrderTable(database).fill(orders);
  }

  public void drop() throws SQLException {
    Sql.with(database, connection -> Sql.change(connection, "DROP TABLE orders"));
  }

  /** What the plan of a query names. */
  public Set<String> partitions(String where) throws SQLException {
    String explain = dialect == Dialect.MARIADB ? "EXPLAIN PARTITIONS " : "EXPLAIN ";
    String sql = explain + sum(where);
    return Sql.with(
        database,
        connection ->
            Sql.first(connection, row -> Set.of(row.getString("partitions").split(",")), sql)
                .orElseThrow());
  }

  /** Pages of the buffer pool that a query reads; the least of a few, for the server reads, too. */
  public long pages(String where) throws SQLException {
    return Sql.with(
        database,
        connection -> {
          long[] looks = new long[LOOKS];
          for (int i = 0; i < LOOKS; i++) {
            long before = reads(connection);
            Sql.number(connection, sum(where));
            looks[i] = reads(connection) - before;
          }
          return LongStream.of(looks).min().orElseThrow();
        });
  }

  private static String sum(String where) {
    return "SELECT SUM(cents) FROM orders WHERE " + where;
  }

  private static long reads(Connection connection) throws SQLException {
    String sql = "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_read_requests'";
    return Sql.first(connection, row -> row.getLong(2), sql).orElseThrow();
  }
}
