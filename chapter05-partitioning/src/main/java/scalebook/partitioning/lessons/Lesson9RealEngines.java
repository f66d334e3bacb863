package scalebook.partitioning.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.MySql;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Needs;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.engines.PartitionedTable;
import scalebook.partitioning.engines.SlotMove;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.engines.Engines;
import scalebook.partitioning.stage.engines.FailoverTrial;
import scalebook.partitioning.stage.engines.RedisCluster;
import scalebook.partitioning.stage.engines.SlotTrial;
import scalebook.partitioning.store.Order;

/**
 * The same orders in engines that others run: what do they do as our shards did?
 *
 * <pre>./book real-engines --without ask</pre>
 */
@Command(name = "real-engines", description = "Redis Cluster, ShardingSphere and PARTITION BY")
@Needs("sharding-sphere")
@Idea(
    value = {SlotMove.class, PartitionedTable.class},
    test = "engines.SlotMoveTest")
@Without(
    name = "redirects",
    what = "a client follows ASK and MOVED to the owner",
    falls = {Lesson9RealEngines.SAME, Lesson9RealEngines.NONE})
@Without(
    name = "ask",
    what = "the old owner answers ASK while a slot's keys leave",
    falls = {Lesson9RealEngines.NONE, Lesson9RealEngines.ASKED})
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
    name = "shard-key",
    what = "ShardingSphere's sharding column is the one that questions name",
    falls = Lesson9RealEngines.POINT)
@Without(
    name = "ranges",
    what = "the table's partitions are ranges of ids, not hashes",
    falls = Lesson9RealEngines.PRUNED)
public final class Lesson9RealEngines extends Lesson {
  static final String SAME = "all engines answer as one list of orders does";
  static final String PRUNED = "a range query reads one partition of four";
  static final String POINT = "ShardingSphere asks one shard for one order";
  static final String NONE = "slots move without a client error or a lost increment";
  static final String ASKED = "the old owner answers ASK during the move, MOVED after";
  static final String SHARE = "the share of moved keys is the share of moved slots";
  static final String TAGGED = "one command takes two keys only with a common hash tag";
  static final String HEIR = "a replica takes over all keys of its dead master";
  private static final List<String> SHARDS = List.of("shard0", "shard1", "shard2", "shard3");

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private Size size = size(4_000, 2_000);

  @Override
  protected void tell(Story story) throws Exception {
    List<Order> orders = OrderStore.orders(size.get());
    story.question("%,d orders in three engines: do they answer as our shards do?", orders.size());
    RedisCluster cluster = new RedisCluster(lab(), 4, 1, with("replica") ? 1 : 0);
    List<MySql> shards = lab().mysqls(SHARDS, List.of());
    Engines engines = new Engines(story, orders, either(300, 200));
    Engines.Pruned pruned = engines.partitioned(shards.get(0), with("ranges"));
    cluster.join();
    FailoverTrial failover = new FailoverTrial(cluster);
    failover.calm();
    String tag = with("own-slots") ? "" : "{" + SlotTrial.FIRST + "}";
    SlotTrial.Moved moved =
        engines.cluster(cluster, tag, with("redirects"), with("ask"), either(128, 64));
    String common = with("tag") ? "{customer7}" : "customer7";
    boolean tagged =
        cluster.together(common + ":name", common + ":city")
            && !cluster.together("customer7:name", "customer7:city"); // two slots
    failover.kill(0);
    // ShardingSphere's start takes as long as a master's death is noticed.
    String column = with("shard-key") ? "id" : "customer";
    long visits = engines.sharded(lab().guest("sharding-sphere"), shards, column);
    story.claim(SAME, story.figure("different", engines.different()) == 0);
    story.claim(PRUNED, pruned.byRange() == 1 && pruned.byOther() == 4 && pruned.fewer());
    story.claim(POINT, visits == 1);
    moved(story, moved);
    story.claim(TAGGED, tagged);
    story.claim(HEIR, failover.takenOver() && engines.whole(cluster, tag));
  }

  private static void moved(Story story, SlotTrial.Moved seen) {
    story.figure("keysMoved", seen.keys());
    story.note("%s", seen);
    boolean errors = story.figure("clientErrors", seen.failed()) > 0;
    story.claim(NONE, story.figure("lost", seen.lost()) == 0 && !errors);
    story.claim(ASKED, seen.redirected());
    story.claim(SHARE, seen.inProportion());
  }

  public static void main(String[] args) {
    run(new Lesson9RealEngines(), args);
  }
}
