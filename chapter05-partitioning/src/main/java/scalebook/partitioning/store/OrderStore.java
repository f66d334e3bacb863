package scalebook.partitioning.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.engines.MySql;
import scalebook.lab.Lab;

/** Shards and their directory on real databases, made new for a lesson or a test. */
public final class OrderStore implements AutoCloseable {
  private static final AtomicInteger SERIAL = new AtomicInteger();
  private static final int BATCH = 500;
  private static final int CONNECTIONS = 12;

  private final List<MySql> databases;
  private final Path file;
  private final Places places;

  private OrderStore(List<MySql> databases, Path file) {
    this.databases = databases;
    this.file = file;
    this.places = Places.open(file, CONNECTIONS);
  }

  /** {@code owning} shards share the slots; the others are there and empty. */
  public static OrderStore create(Lab lab, int shards, int owning) throws SQLException {
    List<String> names = new ArrayList<>(List.of("directory"));
    IntStream.range(0, shards).forEach(i -> names.add("shard" + i));
    List<MySql> all = lab.mysqls(names, List.of());
    List<MySql> databases = all.subList(1, all.size());
    Path folder = lab.workspace().folder("orders");
    Path file = folder.resolve("places-" + SERIAL.incrementAndGet());
    OrderStore store = new OrderStore(databases, Places.write(file, all.get(0), databases));
    ShardMap map = ShardMap.even(owning);
    store.places.directory().create(map);
    for (Shard shard : store.places.shards()) {
      shard.create(map.slotsOf(shard.number()));
    }
    return store;
  }

  public Places places() {
    return places;
  }

  /** For other processes. */
  public Path file() {
    return file;
  }

  public MySql database(int shard) {
    return databases.get(shard);
  }

  public List<MySql> databases() {
    return databases;
  }

  /** Puts orders where they belong, many at a time. */
  public void fill(List<Order> orders) throws SQLException {
    ShardMap map = places.directory().newest();
    for (Shard shard : places.shards()) {
      fill(
          shard,
          orders.stream()
              .filter(order -> map.owner(order.id()) == shard.number())
              .collect(Collectors.toList()));
    }
  }

  /** All of them into one database. */
  public static void fill(Shard shard, List<Order> orders) throws SQLException {
    try (Connection connection = shard.database().getConnection()) {
      for (int from = 0; from < orders.size(); from += BATCH) {
        List<Order> some = orders.subList(from, Math.min(from + BATCH, orders.size()));
        String rows = some.stream().map(o -> "(?,?,?,?,?)").collect(Collectors.joining(","));
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO orders VALUES " + rows)) {
          int at = 1;
          for (Order order : some) {
            insert.setLong(at++, order.id());
            insert.setInt(at++, Slots.of(order.id()));
            insert.setInt(at++, order.customer());
            insert.setLong(at++, order.cents());
            insert.setLong(at++, order.version());
          }
          insert.executeUpdate();
        }
      }
    }
  }

  /** What one shard has of the ids from … to, both included, owned or not. */
  public static List<Order> range(Shard shard, long from, long to) throws SQLException {
    try (Connection connection = shard.database().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, customer, cents, version FROM orders WHERE id BETWEEN ? AND ?"
                    + " ORDER BY id")) {
      select.setLong(1, from);
      select.setLong(2, to);
      List<Order> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(Shard.order(row));
        }
      }
      return found;
    }
  }

  /** So many orders with ids from 1 on; amounts that look random, with equals among them. */
  public static List<Order> orders(int count) {
    List<Order> orders = new ArrayList<>(count);
    for (int id = 1; id <= count; id++) {
      orders.add(new Order(id, id * 31 % 1_000, 100 + (id * 7919L) % 5_000, 1));
    }
    return orders;
  }

  @Override
  public void close() {
    places.close();
  }
}
