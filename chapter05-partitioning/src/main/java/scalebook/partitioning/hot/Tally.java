package scalebook.partitioning.hot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import javax.sql.DataSource;
import scalebook.engines.Sql;

/** Counts the sales of each tenant on its shard, and how often each shard is asked. */
public final class Tally {
  private static final String INSERT = "INSERT INTO tally VALUES (?, ?, ?)";
  private static final String[] TABLE = {
    "DROP TABLE IF EXISTS tally",
    "CREATE TABLE tally (tenant VARCHAR(20), piece SMALLINT, sales BIGINT NOT NULL,"
        + " PRIMARY KEY (tenant, piece))"
  };

  private final List<DataSource> shards;
  private final Homes homes;
  private final SplitKeys split;
  private final AtomicLongArray visits;

  public Tally(List<DataSource> shards, Homes homes, SplitKeys split) {
    this.shards = List.copyOf(shards);
    this.homes = homes;
    this.split = split;
    this.visits = new AtomicLongArray(shards.size());
  }

  /** New tables, and a zero for each piece of each tenant. */
  public void create(List<String> tenants) throws SQLException {
    for (DataSource shard : Set.copyOf(shards)) {
      Sql.with(shard, Tally::table);
      Sql.inTransaction(shard, connection -> zeros(connection, shard, tenants));
    }
  }

  private static boolean table(Connection connection) throws SQLException {
    Sql.run(connection, TABLE);
    return true;
  }

  private boolean zeros(Connection connection, DataSource shard, List<String> tenants)
      throws SQLException {
    for (String tenant : tenants) {
      for (int piece = 0; piece < split.pieces(tenant); piece++) {
        if (shards.get(shard(tenant, piece)) == shard) {
          Sql.change(connection, INSERT, tenant, piece, 0);
        }
      }
    }
    return true;
  }

  private int shard(String tenant, int piece) {
    return (homes.shard(tenant) + piece) % shards.size();
  }

  private DataSource visit(String tenant, int piece) {
    int shard = shard(tenant, piece);
    visits.incrementAndGet(shard);
    return shards.get(shard);
  }

  /** One more sale, in any one of the tenant's pieces. */
  public void add(String tenant) throws SQLException {
    int piece = ThreadLocalRandom.current().nextInt(split.pieces(tenant));
    String sql = "UPDATE tally SET sales = sales + 1 WHERE tenant = ? AND piece = ?";
    int changed = Sql.with(visit(tenant, piece), c -> Sql.change(c, sql, tenant, piece));
    if (changed != 1) {
      throw new SQLException("no row for " + tenant + ", piece " + piece);
    }
  }

  /** Merged from all pieces. */
  public long read(String tenant) throws SQLException {
    long sum = 0;
    String sql = "SELECT sales FROM tally WHERE tenant = ? AND piece = ?";
    for (int piece = 0; piece < split.piecesToRead(tenant); piece++) {
      int of = piece;
      sum += Sql.with(visit(tenant, of), c -> Sql.number(c, sql, tenant, of));
    }
    return sum;
  }

  /**
   * The same rows under other homes; nobody writes meanwhile (lesson 6 is for that).
   *
   * @param moved gets the tenants whose rows went to another shard
   */
  public Tally under(Homes next, List<String> tenants, List<String> moved) throws SQLException {
    Tally after = new Tally(shards, next, split);
    for (String tenant : tenants) {
      DataSource from = shards.get(homes.shard(tenant));
      DataSource to = shards.get(next.shard(tenant));
      if (from != to) {
        long sales = read(tenant);
        Sql.with(to, c -> Sql.change(c, INSERT, tenant, 0, sales));
        Sql.with(from, c -> Sql.change(c, "DELETE FROM tally WHERE tenant = ?", tenant));
        moved.add(tenant);
      }
    }
    return after;
  }

  /** How often each shard was asked. */
  public List<Long> visits() {
    List<Long> all = new ArrayList<>();
    for (int shard = 0; shard < shards.size(); shard++) {
      all.add(visits.get(shard));
    }
    return all;
  }
}
