package scalebook.partitioning.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Where the shard map is kept. A new map is a decision: it is committed here, or it is not. */
public final class Directory {
  private final DataSource database;

  public Directory(DataSource database) {
    this.database = database;
  }

  public DataSource database() {
    return database;
  }

  /** Starts with this map. */
  public void create(ShardMap map) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS shard_maps, moves, mover");
      statement.execute("CREATE TABLE shard_maps (epoch BIGINT PRIMARY KEY, owners TEXT NOT NULL)");
      statement.execute("CREATE TABLE mover (term BIGINT PRIMARY KEY)");
      statement.execute("INSERT INTO mover VALUES (0)");
      statement.execute(
          "CREATE TABLE moves (id INT PRIMARY KEY, source INT NOT NULL, target INT NOT NULL,"
              + " slots TEXT NOT NULL, step VARCHAR(20) NOT NULL, copied BIGINT NOT NULL)");
      save(connection, map);
    }
  }

  /** Within the caller's transaction. Fails when somebody else made a map of that epoch. */
  public static void save(Connection connection, ShardMap map) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO shard_maps VALUES (?, ?)")) {
      insert.setLong(1, map.epoch());
      insert.setString(2, map.write());
      insert.executeUpdate();
    }
  }

  /**
   * The newest map, to be trusted for a moment. Moves are read before the map: one that is over by
   * then is in the map.
   */
  public Lease lease() throws SQLException {
    long asked = System.nanoTime();
    try (Connection connection = database.getConnection()) {
      BitSet moving = moving(connection);
      ShardMap map = newest(connection);
      return new Lease(map, moving, asked);
    }
  }

  private static BitSet moving(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT slots FROM moves WHERE step <> 'DONE'")) {
      BitSet moving = new BitSet(Slots.COUNT);
      while (row.next()) {
        Stream.of(row.getString(1).split(",")).map(Integer::valueOf).forEach(moving::set);
      }
      return moving;
    }
  }

  public ShardMap newest() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return newest(connection);
    }
  }

  public static ShardMap newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT epoch, owners FROM shard_maps ORDER BY epoch DESC LIMIT 1")) {
      row.next();
      return ShardMap.read(row.getLong(1), row.getString(2));
    }
  }
}
