package scalebook.partitioning.store;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;

/** The databases, for this process and for others. */
public final class Places implements AutoCloseable {
  private static final String DIRECTORY = "directory";

  private final List<HikariDataSource> pools = new ArrayList<>();
  private final Directory directory;
  private final List<Shard> shards = new ArrayList<>();

  private Places(Endpoints endpoints, int connections) {
    this.directory = new Directory(pool(endpoints, DIRECTORY, connections));
    for (int i = 0; endpoints.has(shard(i)); i++) {
      shards.add(new Shard(i, pool(endpoints, shard(i), connections)));
    }
  }

  private static String shard(int number) {
    return "shard" + number;
  }

  private HikariDataSource pool(Endpoints endpoints, String name, int connections) {
    HikariDataSource pool = endpoints.pool(name, connections);
    pools.add(pool);
    return pool;
  }

  /** Writes down where they are. */
  public static Path write(Path file, MySql directory, List<MySql> shards) {
    // Statements are not prepared on the server, though a point read would be a sixth shorter:
    // while a mover made its triggers, MariaDB 11.4 answered "Table 'changes' doesn't exist".
    Endpoints endpoints = new Endpoints().add(DIRECTORY, directory);
    for (int i = 0; i < shards.size(); i++) {
      endpoints.add(shard(i), shards.get(i));
    }
    return endpoints.write(file);
  }

  /** At most so many connections to each. */
  public static Places open(Path file, int connections) {
    return new Places(Endpoints.read(file), connections);
  }

  /** After a shard was started again: its connections from before are dead, all of them. */
  public void reconnect(int shard) {
    pools.get(1 + shard).getHikariPoolMXBean().softEvictConnections();
  }

  public Directory directory() {
    return directory;
  }

  public List<Shard> shards() {
    return List.copyOf(shards);
  }

  @Override
  public void close() {
    pools.forEach(HikariDataSource::close);
  }
}
