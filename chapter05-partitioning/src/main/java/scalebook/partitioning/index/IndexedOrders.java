package scalebook.partitioning.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.placement.Placement;

/**
 * Orders on the shards of their ids, with a journal of what the index has not heard of yet.
 *
 * @param journals whether a change is noted in the row's own transaction; else it is told to the
 *     index after the commit, by a client that may not live so long
 */
public record IndexedOrders(
    List<DataSource> shards, CustomerIndex index, boolean journals, Crash crash) {
  private static final String[] TABLES = {
    "DROP TABLE IF EXISTS indexed_orders, journal",
    "CREATE TABLE indexed_orders (id BIGINT PRIMARY KEY, customer VARCHAR(20) NOT NULL,"
        + " KEY by_customer (customer))",
    "CREATE TABLE journal (seq BIGINT AUTO_INCREMENT PRIMARY KEY, id BIGINT NOT NULL,"
        + " customer VARCHAR(20) NOT NULL, version BIGINT NOT NULL, deleted BOOLEAN NOT NULL)"
  };

  public IndexedOrders {
    shards = List.copyOf(shards);
  }

  public void create() throws SQLException {
    for (DataSource shard : shards) {
      Sql.with(
          shard,
          connection -> {
            Sql.run(connection, TABLES);
            return true;
          });
    }
  }

  public void insert(long id, String customer) throws SQLException {
    String sql = "INSERT INTO indexed_orders VALUES (?, ?)";
    change(new Change(0, id, customer, 1, false), sql, id, customer);
  }

  public void delete(long id, String customer) throws SQLException {
    change(new Change(0, id, customer, 2, true), "DELETE FROM indexed_orders WHERE id = ?", id);
  }

  private void change(Change change, String sql, Object... values) throws SQLException {
    DataSource shard = shards.get(Placement.modulo(shards.size()).node(change.order()));
    Sql.inTransaction(
        shard,
        connection -> {
          int rows = Sql.change(connection, sql, values);
          return journals ? note(connection, change) : rows; // ① both or neither
        });
    crash.at("after-commit");
    if (!journals) {
      index.apply(change); // ② two writes: a crash in between leaves one
    }
  }

  private static int note(Connection connection, Change change) throws SQLException {
    return Sql.change(
        connection,
        "INSERT INTO journal (id, customer, version, deleted) VALUES (?, ?, ?, ?)",
        change.order(),
        change.customer(),
        change.version(),
        change.deleted());
  }

  /** The truth: all shards are asked. */
  public Set<Long> orders(String customer) throws SQLException {
    Set<Long> all = new HashSet<>();
    String sql = "SELECT id FROM indexed_orders WHERE customer = ?";
    for (DataSource shard : shards) {
      all.addAll(Sql.with(shard, c -> Sql.query(c, row -> row.getLong(1), sql, customer)));
    }
    return all;
  }
}
