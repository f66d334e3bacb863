package scalebook.partitioning.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import scalebook.lab.engine.MySql;

/**
 * The databases, for this process and for others: in a file of the lab's private folder, since
 * everybody can read a process's arguments.
 */
public final class Places implements AutoCloseable {
  private static final String DIRECTORY = "directory.";

  private final List<HikariDataSource> pools = new ArrayList<>();
  private final Directory directory;
  private final List<Shard> shards = new ArrayList<>();

  private Places(Properties all, int connections) {
    this.directory = new Directory(pool("directory", all, DIRECTORY, connections));
    for (int i = 0; all.containsKey(prefix(i) + "url"); i++) {
      shards.add(new Shard(i, pool("shard" + i, all, prefix(i), connections)));
    }
  }

  private static String prefix(int shard) {
    return "shard" + shard + ".";
  }

  private HikariDataSource pool(String name, Properties all, String prefix, int connections) {
    Properties own = new Properties();
    all.stringPropertyNames().stream()
        .filter(key -> key.startsWith(prefix) && !key.equals(prefix + "url"))
        .forEach(key -> own.setProperty(key.substring(prefix.length()), all.getProperty(key)));
    HikariDataSource pool = MySql.pool(name, all.getProperty(prefix + "url"), own, connections);
    pools.add(pool);
    return pool;
  }

  /** Writes down where they are. */
  public static Path write(Path file, MySql directory, List<MySql> shards) {
    Properties all = new Properties();
    put(all, DIRECTORY, directory);
    for (int i = 0; i < shards.size(); i++) {
      put(all, prefix(i), shards.get(i));
    }
    try (Writer out = Files.newBufferedWriter(file)) {
      all.store(out, null);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Properties all, String prefix, MySql database) {
    all.setProperty(prefix + "url", database.url());
    // Statements are not prepared on the server, though that would make a point read a sixth
    // shorter:
    // while a mover made its triggers, MariaDB 11.4 answered some with "Table 'changes' doesn't
    // exist".
    Properties own = database.properties();
    own.stringPropertyNames().forEach(key -> all.setProperty(prefix + key, own.getProperty(key)));
  }

  /** At most so many connections to each. */
  public static Places open(Path file, int connections) {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      all.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Places(all, connections);
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
