package scalebook.partitioning.index;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.partitioning.hot.Homes;

/**
 * A global secondary index: the orders of a customer, on the customer's shard, wherever the orders
 * are. A deleted order leaves a tombstone, so that an older change cannot bring it back.
 *
 * @param versions whether an entry keeps its newest version, or takes what comes last
 */
public record CustomerIndex(List<DataSource> shards, Homes homes, boolean versions) {
  private static final String INSERT = "INSERT INTO by_customer VALUES (?, ?, ?, ?)";
  private static final String LAST = INSERT.replace("INSERT", "REPLACE");
  private static final String NEWEST =
      INSERT
          + " ON DUPLICATE KEY UPDATE deleted = IF(VALUES(version) > version, VALUES(deleted),"
          + " deleted), version = GREATEST(version, VALUES(version))";

  public CustomerIndex {
    shards = List.copyOf(shards);
  }

  public void create() throws SQLException {
    for (DataSource shard : shards) {
      Sql.with(
          shard,
          connection -> {
            Sql.run(
                connection,
                "DROP TABLE IF EXISTS by_customer",
                "CREATE TABLE by_customer (customer VARCHAR(20), id BIGINT,"
                    + " version BIGINT NOT NULL, deleted BOOLEAN NOT NULL,"
                    + " PRIMARY KEY (customer, id))");
            return true;
          });
    }
  }

  private DataSource shard(String customer) {
    return shards.get(homes.shard(customer));
  }

  /** The same change twice, or late, does no harm. */
  public void apply(Change change) throws SQLException {
    Sql.with(
        shard(change.customer()),
        c ->
            Sql.change(
                c,
                versions ? NEWEST : LAST,
                change.customer(),
                change.order(),
                change.version(),
                change.deleted()));
  }

  /** One shard answers, as far as the index knows by now. */
  public Set<Long> orders(String customer) throws SQLException {
    String sql = "SELECT id FROM by_customer WHERE customer = ? AND NOT deleted";
    return new HashSet<>(
        Sql.with(shard(customer), c -> Sql.query(c, row -> row.getLong(1), sql, customer)));
  }
}
