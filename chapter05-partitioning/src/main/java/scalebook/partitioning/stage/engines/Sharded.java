package scalebook.partitioning.stage.engines;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import scalebook.engines.MySql;
import scalebook.engines.Sql;
import scalebook.partitioning.engines.ShardingLibrary;
import scalebook.partitioning.engines.SqlOrders;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderTable;

/** Orders in ShardingSphere over four databases: eight tables by the hash of a column. */
public final class Sharded {
  private static final String TABLE =
      "CREATE TABLE orders (id BIGINT PRIMARY KEY, slot SMALLINT NOT NULL, customer INT NOT NULL,"
          + " cents BIGINT NOT NULL, version BIGINT NOT NULL)";
  private static final String RULES =
      """
      rules:
      - !SHARDING
        autoTables:
          orders:
            actualDataSources: %s
            shardingStrategy:
              standard:
                shardingColumn: %s
                shardingAlgorithmName: hash
        shardingAlgorithms:
          hash:
            type: HASH_MOD
            props:
              sharding-count: 8
      """;

  private final List<MySql> shards;
  private final DataSource all;

  public Sharded(ShardingLibrary library, List<MySql> shards, String column) throws Exception {
    this.shards = shards;
    List<String> names = new ArrayList<>();
    StringBuilder sources = new StringBuilder("mode:\n  type: Standalone\n  repository:\n    type: Memory\ndataSources:\n");
    for (MySql shard : shards) {
      names.add(shard.name());
      sources.append(source(shard));
    }
    this.all = library.over(sources + RULES.formatted(String.join(",", names), column));
  }

  private static String source(MySql shard) {
    StringBuilder text = new StringBuilder("  %s:\n    dataSourceClassName: com.zaxxer.hikari.HikariDataSource\n    driverClassName: com.mysql.cj.jdbc.Driver\n    jdbcUrl: %s\n".formatted(shard.name(), shard.url()));
    return text.toString();
  }

  /** The library makes the tables and spreads the rows. */
  public void fill(List<Order> orders) throws SQLException {
    Sql.with(all, connection -> {
      Sql.run(connection, TABLE);
      return OrderTable.insert(connection, orders);
    });
  }

  public SqlOrders orders() {
    return new SqlOrders(all);
  }

  /** What happens at the shards while this goes on. */
  public interface Question {
    void ask() throws Exception;
  }

  /** How many shards it asks. */
  public long visits(Question question) throws Exception {
    List<Long> before = selects();
    question.ask();
    List<Long> after = selects();
    return IntStream.range(0, shards.size()).filter(i -> after.get(i) > before.get(i)).count();
  }

  private List<Long> selects() throws SQLException {
    List<Long> counts = new ArrayList<>();
    for (MySql shard : shards) {
      counts.add(Sql.with(shard.dataSource(), c -> Sql.first(c, row -> row.getLong(2), "SHOW GLOBAL STATUS LIKE 'Com_select'").orElseThrow()));
    }
    return counts;
  }

  /** Rows of a subquery that wants three. */
  public long three() throws SQLException {
    String sql = "SELECT COUNT(*) FROM (SELECT id FROM orders ORDER BY cents DESC LIMIT 3) x";
    return Sql.with(all, connection -> Sql.number(connection, sql));
  }
}
