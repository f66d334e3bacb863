package scalebook.partitioning.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import scalebook.engines.Sql;

/** Where the shard map is kept. A new map is a decision: it is committed here, or it is not. */
public record Directory(DataSource database) {
  private static final String[] TABLES = {
    "DROP TABLE IF EXISTS shard_maps, moves, mover",
    "CREATE TABLE shard_maps (epoch BIGINT PRIMARY KEY, owners TEXT NOT NULL)",
    "CREATE TABLE mover (term BIGINT PRIMARY KEY)",
    "INSERT INTO mover VALUES (0)",
    "CREATE TABLE moves (id INT PRIMARY KEY, source INT NOT NULL, target INT NOT NULL,"
        + " slots TEXT NOT NULL, step VARCHAR(20) NOT NULL, copied BIGINT NOT NULL)"
  };

  /** Starts with this map. */
  public void create(ShardMap map) throws SQLException {
    Sql.with(
        database,
        connection -> {
          Sql.run(connection, TABLES);
          return save(connection, map);
        });
  }

  /** Within the caller's transaction. Fails when somebody else made a map of that epoch. */
  public static ShardMap save(Connection connection, ShardMap map) throws SQLException {
    Sql.change(connection, "INSERT INTO shard_maps VALUES (?, ?)", map.epoch(), map.write());
    return map;
  }

  /**
   * The newest map, to be trusted for a moment. Moves are read before the map: one that is over by
   * then is in the map.
   */
  public Lease lease() throws SQLException {
    long asked = System.nanoTime();
    return Sql.with(
        database,
        connection -> {
          BitSet moving = moving(connection);
          return new Lease(newest(connection), moving, asked);
        });
  }

  private static BitSet moving(Connection connection) throws SQLException {
    BitSet moving = new BitSet(Slots.COUNT);
    String sql = "SELECT slots FROM moves WHERE step <> 'DONE'";
    for (List<Integer> slots : Sql.query(connection, row -> Slots.read(row.getString(1)), sql)) {
      slots.forEach(moving::set);
    }
    return moving;
  }

  public ShardMap newest() throws SQLException {
    return Sql.with(database, Directory::newest);
  }

  public static ShardMap newest(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            row -> ShardMap.read(row.getLong(1), row.getString(2)),
            "SELECT epoch, owners FROM shard_maps ORDER BY epoch DESC LIMIT 1")
        .orElseThrow(() -> new NoSuchElementException("the directory has no map"));
  }
}
