package scalebook.partitioning.stage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import scalebook.engines.MySql;
import scalebook.lab.Lab;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

/** Shards and their directory on real databases, made new for a lesson or a test. */
public final class OrderStore implements AutoCloseable {
  private static final AtomicInteger SERIAL = new AtomicInteger();
  private static final int CONNECTIONS = 12;

  private final List<MySql> databases;
  private final Path file;
  private final Pools pools;
  private final Places places;

  private OrderStore(Path file, MySql directory, List<MySql> databases) {
    this.databases = databases;
    this.file = Pools.write(file, directory, databases);
    this.pools = Pools.open(file, CONNECTIONS);
    this.places = pools.places();
  }

  /** {@code owning} shards share the slots; the others are there and empty. */
  public static OrderStore create(Lab lab, int shards, int owning) throws SQLException {
    List<String> names = new ArrayList<>(List.of("directory"));
    IntStream.range(0, shards).mapToObj(Pools::shard).forEach(names::add);
    List<MySql> all = lab.mysqls(names, List.of());
    Path file = lab.workspace().folder("orders").resolve("places-" + SERIAL.incrementAndGet());
    OrderStore store = new OrderStore(file, all.get(0), all.subList(1, all.size()));
    ShardMap map = ShardMap.even(owning);
    store.places.directory().create(map);
    for (Shard shard : store.shards()) {
      shard.create(map.slotsOf(shard.number()));
    }
    return store;
  }

  public Places places() {
    return places;
  }

  public List<Shard> shards() {
    return places.shards();
  }

  public ShardMap map() throws SQLException {
    return places.directory().newest();
  }

  /** For other processes. */
  public Path file() {
    return file;
  }

  public MySql database(int shard) {
    return databases.get(shard);
  }

  /** Starts a shard's database again; its connections from before are dead, all of them. */
  public void start(int shard) {
    database(shard).start();
    pools.reconnect(shard);
  }

  /** Puts orders where they belong, many at a time. */
  public void fill(List<Order> orders) throws SQLException {
    ShardMap map = map();
    for (Shard shard : shards()) {
      shard.rows().fill(orders.stream().filter(o -> map.owner(o.id()) == shard.number()).toList());
    }
  }

  /** So many orders with ids from 1 on; amounts that look random, with equals among them. */
  public static List<Order> orders(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(id -> new Order(id, id * 31 % 1_000, 100 + (id * 7919L) % 5_000, 1))
        .toList();
  }

  @Override
  public void close() {
    pools.close();
  }
}
