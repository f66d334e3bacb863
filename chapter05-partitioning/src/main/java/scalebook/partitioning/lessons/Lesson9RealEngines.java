package scalebook.partitioning.lessons;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.RedisClusterClient;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.engines.PartitionedTable;
import scalebook.partitioning.engines.RedisOrders;
import scalebook.partitioning.engines.SlotMove;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.engines.FailoverTrial;
import scalebook.partitioning.stage.engines.Questions;
import scalebook.partitioning.stage.engines.RedisCluster;
import scalebook.partitioning.stage.engines.SlotTrial;
import scalebook.partitioning.store.Order;

/**
 * The same orders in engines that others run: what do they do as our shards did?
 *
 * <pre>./book real-engines --without ask</pre>
 */
@Command(name = "real-engines", description = "Redis Cluster, ShardingSphere and PARTITION BY")
@Idea(
    value = {SlotMove.class, PartitionedTable.class},
    test = "engines.SlotMoveTest")
@Without(
    name = "redirects",
    what = "a client follows ASK and MOVED to the owner",
    falls = {Lesson9RealEngines.SAME, Lesson9RealEngines.ERRORS})
@Without(
    name = "ask",
    what = "the old owner answers ASK while a slot's keys leave",
    falls = {Lesson9RealEngines.LOST, Lesson9RealEngines.ASKED})
@Without(
    name = "own-slots",
    what = "each order's key has a slot of its own, no common hash tag",
    falls = Lesson9RealEngines.SHARE)
@Without(
    name = "tag",
    what = "the keys of one customer share a hash tag",
    falls = Lesson9RealEngines.TAGGED)
@Without(
    name = "replica",
    what = "a replica of the master that dies",
    falls = Lesson9RealEngines.HEIR)
@Without(
    name = "ranges",
    what = "the table's partitions are ranges of ids, not hashes",
    falls = Lesson9RealEngines.PRUNED)
public final class Lesson9RealEngines extends Lesson {
  static final String SAME = "all engines answer as one list of orders does";
  static final String ERRORS = "no client gets an error while slots move";
  static final String LOST = "the move loses no increment";
  static final String ASKED = "the old owner answers ASK during the move, MOVED after";
  static final String SHARE = "the share of moved keys is the share of moved slots";
  static final String TAGGED = "a hash tag allows one command on two keys";
  static final String HEIR = "a replica takes over all keys of its dead master";
  static final String PRUNED = "a range query reads one partition of four";
  private static final int MASTERS = 4;
  private static final int ATTEMPTS = 5;

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private Size size = size(8_000, 2_000);

  @Override
  protected void tell(Story story) throws Exception {
    List<Order> orders = OrderStore.orders(size.get());
    Questions questions = new Questions(orders, either(1_000, 200));
    story.question("%,d orders in engines of others: what is as with our shards?", orders.size());
    RedisCluster cluster = new RedisCluster(lab(), MASTERS, 1, with("replica") ? 1 : 0);
    Story.Table table =
        story.table(
            "%,d questions to".formatted(questions.all()),
            "order: places",
            "range: places",
            "different");
    long different = partitions(story, table, orders, questions);
    cluster.join();
    FailoverTrial.calm(cluster);
    String tag = with("own-slots") ? "" : "{all}";
    try (RedisClusterClient careful = cluster.client(1, ATTEMPTS);
        RedisClusterClient old = cluster.client(2, with("redirects") ? ATTEMPTS : 1);
        RedisClusterClient counting = cluster.client(3, with("redirects") ? ATTEMPTS : 1)) {
      new RedisOrders(careful, tag).fill(orders);
      SlotTrial.Moved moved =
          new SlotTrial(cluster, counting, MASTERS, with("ask")).move(either(512, 64));
      RedisOrders late = new RedisOrders(old, tag); // its map is from before
      long wrong = questions.different(late);
      long places = cluster.owners(LongStream.rangeClosed(101, 150).mapToObj(late::key));
      table.row("Redis Cluster, 5 masters", 1, places, wrong);
      story.claim(SAME, story.figure("different", different + wrong) == 0);
      moved(story, moved, orders.size());
    }
  }

  /** ① One server prunes as our shards do. */
  private long partitions(Story story, Story.Table engines, List<Order> orders, Questions questions)
      throws Exception {
    PartitionedTable table = new PartitionedTable(lab().mysql("one").dataSource(), lab().dialect());
    table.create(with("ranges"), orders);
    int part = orders.size() / PartitionedTable.PARTITIONS;
    String range = "id BETWEEN %d AND %d".formatted(part + 1, 2 * part);
    Map<String, Double> pages = new TreeMap<>();
    pages.put("a quarter of the ids", story.figure("pagesPruned", table.pages(range)));
    pages.put("one customer", story.figure("pagesAll", table.pages("customer = 7")));
    story.bars("pages that a query reads", "query", "pages", pages);
    story.control(
        "a query by another column reads all", table.partitions("customer = 7").size() == 4);
    return 0;
  }

  private static void moved(Story story, SlotTrial.Moved seen, int orders) {
    story.note(
        "%,d slots move with %,d keys; %,d calls, %d failed; the old owner says: %s",
        seen.slots(),
        seen.keys(),
        seen.calls(),
        seen.failed(),
        String.join(", ", seen.redirects()));
    story.claim(ERRORS, story.figure("clientErrors", seen.failed()) == 0);
    story.claim(LOST, story.figure("lost", seen.lost()) == 0);
  }

  public static void main(String[] args) {
    run(new Lesson9RealEngines(), args);
  }
}
