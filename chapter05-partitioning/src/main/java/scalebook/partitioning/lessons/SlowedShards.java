package scalebook.partitioning.lessons;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import scalebook.engines.MySql;
import scalebook.lab.fault.Wire;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.Shard;

/** The shards of a store, with a slow wire before one of them. */
record SlowedShards(List<Shard> shards, HikariDataSource pool, Wire wire) implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  static SlowedShards open(OrderStore store, MySql victim, int number, int millis) {
    Wire wire = Wire.to(victim.host(), victim.port());
    HikariDataSource pool =
        MySql.pool("slow", victim.url(wire.host(), wire.port()), victim.properties(), CONNECTIONS);
    wire.delay(Duration.ofMillis(millis)); // after the pool's first connection
    List<Shard> shards = new ArrayList<>(store.places().shards());
    shards.set(number, new Shard(number, pool));
    return new SlowedShards(shards, pool, wire);
  }

  @Override
  public void close() {
    wire.heal();
    pool.close();
    wire.close();
  }
}
