package scalebook.transactions.shop;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;

/**
 * Three databases that know nothing of each other, each behind a wire that can be cut. They write
 * no binlog: a replicated database and XA do not go together well.
 */
public final class ShopDatabases implements AutoCloseable {
  public static final String STREAM = "stream";

  /** Nothing waits longer for a database than this; a recovery after it is over in five seconds. */
  private static final String SOCKET_MILLIS = "2500";

  private static final long CONNECTION_MILLIS = 400;

  private static final Map<Part, List<String>> TABLES =
      Map.of(
          Part.ORDERS,
          List.of(
              "CREATE TABLE IF NOT EXISTS accounts (customer INT PRIMARY KEY, cents BIGINT NOT NULL, initial BIGINT NOT NULL, events INT NOT NULL DEFAULT 0)",
              "CREATE TABLE IF NOT EXISTS orders (id BIGINT PRIMARY KEY, customer INT NOT NULL, item INT NOT NULL, quantity INT NOT NULL, cents BIGINT NOT NULL, state VARCHAR(12) NOT NULL)",
              "CREATE TABLE IF NOT EXISTS sagas (id BIGINT PRIMARY KEY, customer INT NOT NULL, item INT NOT NULL, quantity INT NOT NULL, cents BIGINT NOT NULL, state VARCHAR(12) NOT NULL, step INT NOT NULL, attempts INT NOT NULL, note VARCHAR(200) NOT NULL, token BIGINT NOT NULL, until DATETIME(6) NOT NULL, KEY open_ones (state, until))",
              "CREATE TABLE IF NOT EXISTS outbox (id BIGINT PRIMARY KEY AUTO_INCREMENT, customer INT NOT NULL, number INT NOT NULL, order_id BIGINT NOT NULL, item INT NOT NULL, quantity INT NOT NULL, cents BIGINT NOT NULL)"),
          Part.INVENTORY,
          List.of(
              "CREATE TABLE IF NOT EXISTS stock (item INT PRIMARY KEY, available INT NOT NULL, initial INT NOT NULL)",
              "CREATE TABLE IF NOT EXISTS reservations (order_id BIGINT PRIMARY KEY, item INT NOT NULL, quantity INT NOT NULL)"),
          Part.SHIPMENT,
          List.of(
              "CREATE TABLE IF NOT EXISTS shipments (order_id BIGINT PRIMARY KEY, quantity INT NOT NULL)"));

  /** In every database: which steps of which saga were done there, and which events came in. */
  private static final List<String> EVERYWHERE =
      List.of(
          "CREATE TABLE IF NOT EXISTS steps (saga BIGINT NOT NULL, step VARCHAR(12) NOT NULL, state VARCHAR(12) NOT NULL, PRIMARY KEY (saga, step))",
          "CREATE TABLE IF NOT EXISTS inbox (customer INT PRIMARY KEY, number INT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS effects (at BIGINT PRIMARY KEY AUTO_INCREMENT, customer INT NOT NULL, number INT NOT NULL)");

  private final Map<Part, MySql> servers = new EnumMap<>(Part.class);
  private final Map<Part, Wire> wires = new EnumMap<>(Part.class);
  private final Invariant invariant = new Invariant(this);
  private Redis redis;

  /** What there is to sell and to spend. */
  public record Goods(int customers, long centsEach, int items, int piecesEach) {
    public static final Goods PLENTY = new Goods(40, 1_000_000_000, 20, 1_000_000);
  }

  private ShopDatabases(Lab lab) {
    List<MySql> started =
        lab.mysqls(Stream.of(Part.values()).map(Part::database).toList(), List.of());
    for (Part part : Part.values()) {
      MySql server = started.get(part.ordinal());
      servers.put(part, server);
      wires.put(part, Wire.to(server.host(), server.port()));
    }
  }

  /** Starts them and fills them anew. */
  public static ShopDatabases open(Lab lab, Goods goods) throws SQLException {
    ShopDatabases databases = new ShopDatabases(lab);
    databases.fill(goods);
    return databases;
  }

  /** Everything as at the beginning. */
  public void fill(Goods goods) throws SQLException {
    for (Part part : Part.values()) {
      try (Connection connection = server(part).connect();
          Statement statement = connection.createStatement()) {
        List<String> tables =
            Stream.concat(TABLES.get(part).stream(), EVERYWHERE.stream()).toList();
        for (String table : tables) {
          statement.execute(table);
        }
        connection.setAutoCommit(false);
        for (String table : tables) {
          statement.executeUpdate("DELETE FROM " + table.split(" ")[5]);
        }
        put(connection, part, goods);
        connection.commit();
      }
    }
  }

  private static void put(Connection connection, Part part, Goods goods) throws SQLException {
    for (int i = 0; part == Part.ORDERS && i < goods.customers(); i++) {
      Part.change(
          connection,
          "INSERT INTO accounts (customer, cents, initial) VALUES (?, ?, ?)",
          i,
          goods.centsEach(),
          goods.centsEach());
    }
    for (int i = 0; part == Part.INVENTORY && i < goods.items(); i++) {
      Part.change(
          connection,
          "INSERT INTO stock (item, available, initial) VALUES (?, ?, ?)",
          i,
          goods.piecesEach(),
          goods.piecesEach());
    }
  }

  /** With a Redis for events, which writes everything to its disk before it says so. */
  public ShopDatabases withStream(Lab lab) {
    redis = lab.redis(STREAM, List.of("appendonly yes", "appendfsync always"));
    return this;
  }

  public Redis redis() {
    return redis;
  }

  public MySql server(Part part) {
    return servers.get(part);
  }

  /** Between everybody and this database. */
  public Wire wire(Part part) {
    return wires.get(part);
  }

  public Invariant invariant() {
    return invariant;
  }

  /** How the shop reaches them, through the wires. */
  public Endpoints endpoints() {
    Endpoints endpoints = new Endpoints();
    for (Part part : Part.values()) {
      MySql server = server(part);
      Wire wire = wire(part);
      Properties settings = server.properties();
      settings.setProperty("socketTimeout", SOCKET_MILLIS);
      settings.setProperty("sessionVariables", "innodb_lock_wait_timeout=2");
      endpoints.add(part.database(), server.url(wire.host(), wire.port()), settings);
    }
    return redis == null ? endpoints : endpoints.add(STREAM, redis);
  }

  /** To one of them, for somebody who is told soon when it is away. */
  public static HikariDataSource pool(Endpoints endpoints, Part part, int connections) {
    HikariDataSource pool = endpoints.pool(part.database(), connections);
    pool.setConnectionTimeout(CONNECTION_MILLIS);
    return pool;
  }

  public Path write(Path file) {
    return endpoints().write(file);
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::close);
  }
}
