package scalebook.partitioning.stage.engines;

import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import scalebook.engines.MySql;
import scalebook.engines.Sql;
import scalebook.lab.Guest;
import scalebook.partitioning.engines.ShardingLibrary;
import scalebook.partitioning.engines.SqlOrders;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderTable;

/** Orders in ShardingSphere over several databases: eight tables by the hash of a column. */
public final class Sharded implements AutoCloseable {
  private static final String TABLE =
      "CREATE TABLE orders (id BIGINT PRIMARY KEY, slot SMALLINT NOT NULL, customer INT NOT NULL,"
          + " cents BIGINT NOT NULL, version BIGINT NOT NULL)";
  private static final String SOURCE =
      """
        %s:
          dataSourceClassName: com.zaxxer.hikari.HikariDataSource
          driverClassName: com.mysql.cj.jdbc.Driver
          jdbcUrl: "%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
          username: "%s"
          password: "%s"
          maximumPoolSize: 3
          minimumIdle: 0
      """;
  private static final String CONFIGURATION =
      """
      mode:
        type: Standalone
        repository:
          type: Memory
      dataSources:
      %srules:
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

  private static final int LOOKS = 5;

  private final List<MySql> shards;
  private final ClassLoader ours = Thread.currentThread().getContextClassLoader();
  private final URLClassLoader engine;
  private final DataSource all;

  /** Something that is asked. */
  public interface Question {
    void ask() throws Exception;
  }

  /**
   * @param column whose hash chooses the table
   */
  public Sharded(Guest guest, List<MySql> shards, String column, List<Order> orders)
      throws Exception {
    this.shards = shards;
    this.engine = guest.loader();
    Thread.currentThread().setContextClassLoader(engine); // it looks for its parts there
    ShardingLibrary library =
        (ShardingLibrary) engine.loadClass("SphereLibrary").getConstructor().newInstance();
    this.all = library.over(configuration(column));
    Sql.with(
        all,
        connection -> {
          Sql.run(connection, TABLE); // eight, in four databases
          return OrderTable.insert(connection, orders);
        });
  }

  private String configuration(String column) {
    String names = shards.stream().map(MySql::name).collect(Collectors.joining(","));
    String sources =
        shards.stream()
            .map(
                shard ->
                    SOURCE.formatted(
                        shard.name(),
                        shard.url(),
                        shard.user(),
                        shard.properties().getProperty("password")))
            .collect(Collectors.joining());
    return CONFIGURATION.formatted(sources, names, column);
  }

  public SqlOrders orders() {
    return new SqlOrders(all);
  }

  /** How many shards a question is for: the least of a few, for a new connection asks, too. */
  public long visits(Question question) throws Exception {
    List<Connection> connections = new ArrayList<>();
    try {
      for (MySql shard : shards) {
        connections.add(shard.connect());
      }
      long least = shards.size();
      for (int look = 0; look < LOOKS; look++) {
        List<Long> before = queries(connections);
        question.ask();
        List<Long> after = queries(connections);
        long asked =
            IntStream.range(0, shards.size()).filter(i -> after.get(i) > before.get(i)).count();
        least = Math.min(least, asked);
      }
      return least;
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static List<Long> queries(List<Connection> connections) throws SQLException {
    List<Long> counts = new ArrayList<>();
    String sql = "SHOW GLOBAL STATUS LIKE 'Com_select'";
    for (Connection connection : connections) {
      counts.add(Sql.first(connection, row -> row.getLong(2), sql).orElseThrow());
    }
    return counts;
  }

  @Override
  public void close() throws Exception {
    Thread.currentThread().setContextClassLoader(ours);
    if (all instanceof AutoCloseable closeable) {
      closeable.close();
    }
    engine.close();
  }
}
