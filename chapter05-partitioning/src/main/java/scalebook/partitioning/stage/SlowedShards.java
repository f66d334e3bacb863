package scalebook.partitioning.stage;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.function.IntSupplier;
import scalebook.engines.MySql;
import scalebook.lab.fault.Wire;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;

/** The shards of a store, with a slow wire before one of them. */
public record SlowedShards(Places places, HikariDataSource pool, Wire wire)
    implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long DEADLINE_MILLIS = 2_000;

  public static SlowedShards open(OrderStore store, int number, int millis) {
    MySql victim = store.database(number);
    Wire wire = Wire.to(victim.host(), victim.port());
    HikariDataSource pool =
        MySql.pool("slow", victim.url(wire.host(), wire.port()), victim.properties(), CONNECTIONS);
    wire.delay(Duration.ofMillis(millis)); // after the pool's first connection
    return new SlowedShards(store.places().with(new Shard(number, pool)), pool, wire);
  }

  /** One order by its id, and then the five most expensive of all, again and again. */
  public void ask(int times, IntSupplier ids, Timed one, Timed all) throws Exception {
    try (ScatterGather gather = new ScatterGather(places, DEADLINE_MILLIS)) {
      ClientLibrary library = new ClientLibrary(places);
      for (int i = 1; i <= times; i++) {
        one.call(() -> library.find(ids.getAsInt()));
        all.call(() -> gather.top(5).whole());
      }
    }
  }

  @Override
  public void close() {
    wire.heal();
    pool.close();
    wire.close();
  }
}
