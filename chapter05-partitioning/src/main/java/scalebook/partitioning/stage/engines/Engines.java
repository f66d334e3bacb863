package scalebook.partitioning.stage.engines;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import redis.clients.jedis.RedisClusterClient;
import scalebook.engines.MySql;
import scalebook.lab.Guest;
import scalebook.lab.story.Story;
import scalebook.partitioning.engines.PartitionedTable;
import scalebook.partitioning.engines.RedisOrders;
import scalebook.partitioning.engines.SqlOrders;
import scalebook.partitioning.store.Order;

/** The same questions to three engines: a row for each. */
public final class Engines {
  private static final int MASTERS = 4;
  private static final int ATTEMPTS = 5;
  private static final int FROM = 101;
  private static final int TO = 150;

  private final Story story;
  private final Story.Table table;
  private final List<Order> orders;
  private final Questions questions;
  private long different;

  /** What plans name, and whether the one for a range reads fewer pages. */
  public record Pruned(int byRange, int byOther, boolean fewer) {}

  public Engines(Story story, List<Order> orders, int single) {
    this.story = story;
    this.orders = orders;
    this.questions = new Questions(orders, single);
    String head = String.format(Locale.ROOT, "%,d questions to", questions.all());
    this.table = story.table(head, "places of 1 order", "places of 50 ids", "wrong answers");
  }

  public long different() {
    return different;
  }

  private void row(String name, long one, long range, long wrong) {
    table.row(name, one, range, wrong);
    different += wrong;
  }

  /** One server prunes as shards do. */
  public Pruned partitioned(MySql server, boolean ranges) throws Exception {
    PartitionedTable rows = new PartitionedTable(server.dataSource(), server.dialect());
    rows.create(ranges, orders);
    int few = rows.partitions("id BETWEEN %d AND %d".formatted(FROM, TO)).size();
    SqlOrders sql = new SqlOrders(server.dataSource());
    int one = rows.partitions("id = " + FROM).size();
    row("PARTITION BY, 4 partitions", one, few, questions.different(sql));
    int quarter = orders.size() / PartitionedTable.PARTITIONS;
    String ids = "id BETWEEN %d AND %d".formatted(quarter + 1, 2 * quarter);
    String other = "customer = 7";
    double pruned = story.figure("pagesPruned", rows.pages(ids));
    double all = story.figure("pagesAll", rows.pages(other));
    Map<String, Double> pages = new TreeMap<>(Map.of("a quarter of the ids", pruned));
    pages.put("one customer", all);
    story.bars("a table in ranges of ids: what a query reads", "query for", "pages", pages);
    int parts = rows.partitions(ids).size();
    int others = rows.partitions(other).size();
    rows.drop();
    return new Pruned(parts, others, pruned < all);
  }

  /** A library in the client finds the shards: how many does it ask for one order? */
  public long sharded(Guest guest, List<MySql> shards, String column) throws Exception {
    try (Sharded sharded = new Sharded(guest, shards, column, orders)) {
      SqlOrders sql = sharded.orders();
      long wrong = questions.different(sql);
      long one = sharded.visits(() -> sql.find(FROM));
      long range = sharded.visits(() -> sql.range(FROM, TO));
      row("ShardingSphere, 4 databases", one, range, wrong);
      return one;
    }
  }

  /**
   * A fifth node gets slots under load; then a client asks whose map is from before.
   *
   * @param tag in every key
   * @param redirects whether clients follow them
   * @param asks whether the mover lets the old owner answer ASK
   */
  public SlotTrial.Moved cluster(
      RedisCluster cluster, String tag, boolean redirects, boolean asks, int slotsOfEach)
      throws Exception {
    int attempts = redirects ? ATTEMPTS : 1;
    try (RedisClusterClient careful = cluster.client(1, ATTEMPTS);
        RedisClusterClient old = cluster.client(2, attempts);
        RedisClusterClient counting = cluster.client(3, attempts)) {
      new RedisOrders(careful, tag).fill(orders);
      SlotTrial.Moved moved =
          new SlotTrial(cluster, counting, MASTERS, asks).move(slotsOfEach, orders.size() + 1);
      RedisOrders late = new RedisOrders(old, tag);
      long places = cluster.owners(LongStream.rangeClosed(FROM, TO).mapToObj(late::key));
      row("Redis Cluster, 5 masters", 1, places, questions.different(late));
      return moved;
    }
  }

  /** A client whose map is new finds every order. */
  public boolean whole(RedisCluster cluster, String tag) {
    try (RedisClusterClient client = cluster.client(1, ATTEMPTS)) {
      return questions.different(new RedisOrders(client, tag)) == 0;
    }
  }
}
