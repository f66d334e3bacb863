package scalebook.transactions.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.shop.Part;

/**
 * Three databases that know nothing of each other, each behind a wire that can be cut. They write
 * no binlog: a replicated database and XA do not go together well.
 */
public final class ShopDatabases implements AutoCloseable {
  /** Nothing waits longer for a database than this; a recovery after it is over in five seconds. */
  private static final String SOCKET_MILLIS = "2500";

  private final Map<Part, MySql> servers = new EnumMap<>(Part.class);
  private final Map<Part, Wire> wires = new EnumMap<>(Part.class);
  private final Invariant invariant = new Invariant(this);
  private Redis redis;
  private Optional<String> log = Optional.empty();

  private ShopDatabases(Lab lab) {
    List<MySql> started =
        lab.mysqls(Stream.of(Part.values()).map(Part::database).toList(), List.of());
    for (Part part : Part.values()) {
      MySql server = started.get(part.ordinal());
      servers.put(part, server);
      wires.put(part, Wire.to(server.host(), server.port()));
    }
  }

  /** Starts them, with plenty of everything. */
  public static ShopDatabases open(Lab lab) throws SQLException {
    ShopDatabases databases = new ShopDatabases(lab);
    databases.fill();
    return databases;
  }

  /** Everything as at the beginning: nobody has ordered, and nothing was ever published. */
  public void fill() throws SQLException {
    if (redis != null) {
      redis.client().flushAll();
    }
    for (Part part : Part.values()) {
      at(
          part,
          connection -> {
            rollBackWhatIsLeft(connection);
            Sql.run(connection, statements(part.database()));
            Sql.run(connection, statements("everywhere"));
            return Sql.inTransaction(connection, inside -> refill(inside, part));
          });
    }
  }

  /** Our coordinator's branches: their locks would stop what follows. */
  private static void rollBackWhatIsLeft(Connection connection) throws SQLException {
    String prefix = Invariant.COORDINATOR + ":";
    List<String> left =
        Sql.query(
            connection,
            row -> {
              String data = row.getString("data");
              int end = row.getInt("gtrid_length");
              return "'%s', '%s', %d"
                  .formatted(data.substring(0, end), data.substring(end), row.getInt("formatID"));
            },
            "XA RECOVER");
    for (String branch : left) {
      if (branch.startsWith("'" + prefix)) {
        Sql.run(connection, "XA ROLLBACK " + branch);
      }
    }
  }

  private static int refill(Connection connection, Part part) throws SQLException {
    List<String> tables = Sql.query(connection, row -> row.getString(1), "SHOW TABLES");
    for (String table : tables) {
      Sql.change(connection, "DELETE FROM " + table);
    }
    Sql.run(connection, statements(part.database() + ".goods"));
    return tables.size();
  }

  static String[] statements(String name) {
    try (InputStream in = ShopDatabases.class.getResourceAsStream(name + ".sql")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split(";")).filter(each -> !each.isBlank()).toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a Redis for events, which writes everything to its disk before it says so. */
  public ShopDatabases withStream(Lab lab) {
    redis = lab.redis(OutboxOrders.STREAM, List.of("appendonly yes", "appendfsync always"));
    redis.client().flushAll();
    return this;
  }

  /** With a log for events. */
  void withLog(String url) {
    log = Optional.of(url);
  }

  public Redis redis() {
    return redis;
  }

  public MySql server(Part part) {
    return servers.get(part);
  }

  /** Past the wires: a judge's line is not cut. */
  public <T> T at(Part part, Sql.Work<T> work) throws SQLException {
    try (Connection connection = server(part).connect()) {
      return work.on(connection);
    }
  }

  <T> List<T> query(Part part, Sql.Row<T> row, String sql) throws SQLException {
    return at(part, connection -> Sql.query(connection, row, sql));
  }

  public long number(Part part, String sql) throws SQLException {
    return at(part, connection -> Sql.number(connection, sql));
  }

  /** Orders that have not come to their end. */
  public long pending() throws SQLException {
    return number(Part.ORDERS, "SELECT COUNT(*) FROM orders WHERE state = 'PENDING'");
  }

  /** The orders that this database knows of, each as often as it is there. */
  List<Long> orders(Part part) throws SQLException {
    String sql =
        switch (part) {
          case ORDERS -> "SELECT id FROM orders WHERE state <> 'CANCELLED'";
          case INVENTORY -> "SELECT order_id FROM reservations";
          case SHIPMENT -> "SELECT order_id FROM shipments";
        };
    return query(part, row -> row.getLong(1), sql);
  }

  void run(Part part, String... statements) throws SQLException {
    at(
        part,
        connection -> {
          Sql.run(connection, statements);
          return null;
        });
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
    log.ifPresent(url -> endpoints.add(OutboxOrders.STREAM, url, new Properties()));
    return redis == null ? endpoints : endpoints.add(OutboxOrders.STREAM, redis);
  }

  @Override
  public void close() {
    wires.values().forEach(Wire::close);
  }
}
