package scalebook.partitioning.stage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.partitioning.store.Directory;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;

/** Connections to the directory and to each shard; other processes find them in a file. */
public final class Pools implements AutoCloseable {
  private static final String DIRECTORY = "directory";

  /** For a slot that somebody holds. */
  private static final int LOCK_WAIT_SECONDS = 2;

  private final List<HikariDataSource> shards = new ArrayList<>();
  private final HikariDataSource directory;

  private Pools(Endpoints endpoints, int connections) {
    directory = endpoints.pool(DIRECTORY, connections);
    for (int i = 0; endpoints.has(shard(i)); i++) {
      shards.add(endpoints.pool(shard(i), connections));
    }
  }

  static String shard(int number) {
    return "shard" + number;
  }

  /** Writes down where they are. */
  static Path write(Path file, MySql directory, List<MySql> shards) {
    Endpoints endpoints = new Endpoints().add(DIRECTORY, directory);
    for (int i = 0; i < shards.size(); i++) {
      Properties settings = shards.get(i).properties();
      settings.setProperty("sessionVariables", "innodb_lock_wait_timeout=" + LOCK_WAIT_SECONDS);
      endpoints.add(shard(i), shards.get(i).url(), settings);
    }
    return endpoints.write(file);
  }

  /** With a bound of connections to each. */
  static Pools open(Path file, int connections) {
    return new Pools(Endpoints.read(file), connections);
  }

  Places places() {
    List<Shard> all = new ArrayList<>();
    shards.forEach(pool -> all.add(new Shard(all.size(), pool)));
    return new Places(new Directory(directory), all);
  }

  void reconnect(int shard) {
    shards.get(shard).getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public void close() {
    shards.forEach(HikariDataSource::close);
    directory.close();
  }
}
