package scalebook.partitioning.lessons;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.Placement;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.Shard;

/**
 * Orders by a hash of their ids: all shards get the same, and neighbours part. What does that cost?
 *
 * <p>One order is one question to one shard. A range is a question to all. And when the hash is
 * taken modulo n, one more shard moves nearly everything: n/(n+1).
 *
 * <pre>./book hash --orders 20000</pre>
 */
@Command(
    name = "hash",
    description = "orders by a hash of the id: even, and a range asks everybody")
public final class Lesson2Hash extends Lesson {
  private static final int SHARDS = 4;

  @Option(names = "--orders", description = "orders (default: 8000, quick 2000)")
  private int orders;

  @Override
  protected void tell(Story story) throws Exception {
    orders = orders > 0 ? orders : either(8_000, 2_000);
    story.question(
        "%,d orders lie on %d shards by a hash. What is even, what is lost?", orders, SHARDS);
    try (OrderStore store = OrderStore.create(lab(), SHARDS, SHARDS)) {
      List<Shard> shards = store.places().shards();
      for (Shard shard : shards) {
        shard.createAlone(); // here the hash of the id decides, not a slot
      }
      Placement placement = Placement.modulo(SHARDS);
      List<Order> all = OrderStore.orders(orders);
      Story.Table table = story.table("shard", "orders", "share %");
      int most = 0;
      for (Shard shard : shards) {
        List<Order> part =
            all.stream().filter(o -> placement.node(o.id()) == shard.number()).toList();
        OrderStore.fill(shard, part);
        most = Math.max(most, part.size());
        table.row(shard.toString(), part.size(), 100.0 * part.size() / orders);
      }
      double skew = most / (orders / (double) SHARDS);
      story.figure("skew", skew);
      // ① Five standard deviations of a share of so many orders.
      double allowed = 1 + 5 * Math.sqrt((SHARDS - 1) / (double) orders);
      story.claim("growing ids, and all shards have the same", skew <= allowed);

      Order wanted = all.get(orders / 2);
      boolean direct =
          shards.get(placement.node(wanted.id())).find(wanted.id()).equals(Optional.of(wanted));
      story.claim("one order is one question to one shard", direct);

      range(story, shards, all);
      moved(story, all);
    }
  }

  /** ② Every shard has some of any hundred neighbours. */
  private void range(Story story, List<Shard> shards, List<Order> all) throws Exception {
    long from = orders / 2;
    int visited = 0;
    List<Order> found = new ArrayList<>();
    for (Shard shard : shards) {
      List<Order> part = OrderStore.range(shard, from, from + 99);
      visited += part.isEmpty() ? 0 : 1;
      found.addAll(part);
    }
    found.sort(Comparator.comparingLong(Order::id));
    story.figure("shardsVisited", visited);
    story.claim(
        "a range of a hundred must ask them all",
        visited == SHARDS && found.equals(all.subList((int) from - 1, (int) from + 99)));
  }

  private void moved(Story story, List<Order> all) {
    Placement before = Placement.modulo(SHARDS);
    Placement after = Placement.modulo(SHARDS + 1);
    long moved = all.stream().filter(o -> before.node(o.id()) != after.node(o.id())).count();
    double share = moved / (double) orders;
    double theory = SHARDS / (SHARDS + 1.0);
    story.event("one more shard", "moves %,d of %,d orders: %.1f %%", moved, orders, 100 * share);
    story.figure("movedModulo", share);
    story.claim(
        "modulo n, one more shard moves n/(n+1)",
        Math.abs(share - theory) <= 5 * Math.sqrt(theory * (1 - theory) / orders));
  }

  public static void main(String[] args) {
    run(new Lesson2Hash(), args);
  }
}
