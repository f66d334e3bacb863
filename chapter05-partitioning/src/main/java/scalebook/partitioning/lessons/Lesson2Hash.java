package scalebook.partitioning.lessons;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.Placement;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Shard;

/**
 * Orders by a hash of their ids: all shards get the same, and neighbours part. What does that cost?
 *
 * <p>The ids come in steps of four, as from one of four generators: without a hash, one shard would
 * get them all. A range is a question to all shards. And when the hash is taken modulo n, one more
 * shard moves nearly everything: n/(n+1).
 *
 * <pre>./book hash --without hash</pre>
 */
@Command(name = "hash", description = "orders by a hash of the id: even, and a range asks all")
@Idea(value = Placement.class, method = "Placement.modulo", test = "placement.PlacementTest")
@Without(
    name = "hash",
    what = "the shard is a hash of the id modulo n, not the id modulo n",
    falls = {Lesson2Hash.EVEN, Lesson2Hash.ALL})
public final class Lesson2Hash extends Lesson {
  static final String EVEN = "ids in steps spread evenly over all shards";
  static final String ALL = "a range of a hundred ids lies on all shards";
  private static final int SHARDS = 4;
  private static final int STEP = 4;
  private static final int RANGE = 100;

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private Size size = size(8_000, 2_000);

  private List<Order> all;

  @Override
  protected void tell(Story story) throws Exception {
    IntFunction<Placement> way = with("hash") ? Placement::modulo : Placement::remainder;
    Placement placement = way.apply(SHARDS);
    all =
        OrderStore.orders(size.get()).stream()
            .map(o -> new Order(o.id() * STEP, o.customer(), o.cents(), 1))
            .toList();
    story.question(
        "%,d ids in steps of %d, %d shards by a hash: what is even, what is lost?",
        all.size(), STEP, SHARDS);
    try (OrderStore store = OrderStore.create(lab(), SHARDS, SHARDS)) {
      Story.Table table = story.table("shard", "orders", "share %", "% by id mod 4");
      Map<String, Double> shares = new LinkedHashMap<>();
      double plainMost = 0;
      for (Shard shard : store.shards()) {
        shard.createAlone(); // here the placement decides, not a slot
        List<Order> part = at(placement, shard.number());
        shard.rows().fill(part);
        double share = 100.0 * part.size() / all.size();
        double plain = 100.0 * at(Placement.remainder(SHARDS), shard.number()).size() / all.size();
        plainMost = Math.max(plainMost, plain);
        table.row(shard.toString(), part.size(), share, plain);
        shares.put(shard.toString(), share);
      }
      story.bars("orders by a hash of the id", "shard", "percent", shares);
      double most = shares.values().stream().mapToDouble(share -> share).max().orElse(100);
      double skew = story.figure("skew", most * SHARDS / 100);
      // ① Five standard deviations of a share in a sample of this size.
      story.claim(EVEN, skew <= 1 + 5 * Math.sqrt((SHARDS - 1) / (double) all.size()));
      story.control("without a hash one shard gets all of them", plainMost == 100);
      story.claim(ALL, story.figure("shardsVisited", range(store.shards())) == SHARDS);
      moved(story, placement, way.apply(SHARDS + 1));
    }
  }

  private List<Order> at(Placement placement, int shard) {
    return all.stream().filter(o -> placement.node(o.id()) == shard).toList();
  }

  /** ② How many shards have some of a hundred neighbours; -1 when they are not all found. */
  private int range(List<Shard> shards) throws Exception {
    List<Order> wanted = all.subList(all.size() / 2, all.size() / 2 + RANGE);
    int visited = 0;
    List<Order> found = new ArrayList<>();
    for (Shard shard : shards) {
      List<Order> part = shard.rows().range(wanted.get(0).id(), wanted.get(RANGE - 1).id());
      visited += part.isEmpty() ? 0 : 1;
      found.addAll(part);
    }
    found.sort(Comparator.comparingLong(Order::id));
    return found.equals(wanted) ? visited : -1;
  }

  private void moved(Story story, Placement before, Placement after) {
    long moved = all.stream().filter(o -> before.node(o.id()) != after.node(o.id())).count();
    double share = story.figure("movedModulo", moved / (double) all.size());
    double theory = SHARDS / (SHARDS + 1.0);
    story.note("a fifth shard moves %,d of %,d orders: %.1f %%", moved, all.size(), 100 * share);
    story.control(
        "modulo n, one more shard moves n/(n+1)",
        Math.abs(share - theory) <= 5 * Math.sqrt(theory * (1 - theory) / all.size()));
  }

  public static void main(String[] args) {
    run(new Lesson2Hash(), args);
  }
}
