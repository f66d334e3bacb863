package scalebook.partitioning.lessons;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.Placement;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Shard;

/**
 * Orders by a hash of their ids: all shards get the same, and neighbours part. What does that cost?
 *
 * <p>One order is one question to one shard. A range is a question to all. And when the hash is
 * taken modulo n, one more shard moves nearly everything: n/(n+1).
 *
 * <pre>./book hash --orders 20000</pre>
 */
@Command(name = "hash", description = "orders by a hash of the id: even, and a range asks all")
@Idea(value = Placement.class, method = "Placement.modulo", test = "placement.PlacementTest")
public final class Lesson2Hash extends Lesson {
  private static final int SHARDS = 4;

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private Size size = size(8_000, 2_000);

  private final Placement placement = Placement.modulo(SHARDS);
  private List<Order> all;

  @Override
  protected void tell(Story story) throws Exception {
    all = OrderStore.orders(size.get());
    story.question(
        "%,d orders lie on %d shards by a hash. What is even, what is lost?", all.size(), SHARDS);
    try (OrderStore store = OrderStore.create(lab(), SHARDS, SHARDS)) {
      Story.Table table = story.table("shard", "orders", "share %");
      int most = 0;
      for (Shard shard : store.shards()) {
        shard.createAlone(); // here the hash of the id decides, not a slot
        List<Order> part =
            all.stream().filter(o -> placement.node(o.id()) == shard.number()).toList();
        shard.rows().fill(part);
        most = Math.max(most, part.size());
        table.row(shard.toString(), part.size(), 100.0 * part.size() / all.size());
      }
      double skew = story.figure("skew", most / (all.size() / (double) SHARDS));
      // ① Five standard deviations of a share of so many orders.
      double allowed = 1 + 5 * Math.sqrt((SHARDS - 1) / (double) all.size());
      story.claim("growing ids, and all shards have the same", skew <= allowed);

      Order wanted = all.get(all.size() / 2);
      Shard owner = store.places().shard(placement.node(wanted.id()));
      boolean found = owner.find(wanted.id()).equals(Optional.of(wanted));
      story.claim("one order is one question to one shard", found);
      range(story, store.shards());
      moved(story);
    }
  }

  /** ② Every shard has some of any hundred neighbours. */
  private void range(Story story, List<Shard> shards) throws Exception {
    int from = all.size() / 2;
    int visited = 0;
    List<Order> found = new ArrayList<>();
    for (Shard shard : shards) {
      List<Order> part = shard.rows().range(from, from + 99);
      visited += part.isEmpty() ? 0 : 1;
      found.addAll(part);
    }
    found.sort(Comparator.comparingLong(Order::id));
    story.claim(
        "a range of a hundred must ask them all",
        story.figure("shardsVisited", visited) == SHARDS
            && found.equals(all.subList(from - 1, from + 99)));
  }

  private void moved(Story story) {
    Placement more = Placement.modulo(SHARDS + 1);
    long moved = all.stream().filter(o -> placement.node(o.id()) != more.node(o.id())).count();
    double share = story.figure("movedModulo", moved / (double) all.size());
    double theory = SHARDS / (SHARDS + 1.0);
    story.event(
        "one more shard", "moves %,d of %,d orders: %.1f %%", moved, all.size(), 100 * share);
    story.claim(
        "modulo n, one more shard moves n/(n+1)",
        Math.abs(share - theory) <= 5 * Math.sqrt(theory * (1 - theory) / all.size()));
  }

  public static void main(String[] args) {
    run(new Lesson2Hash(), args);
  }
}
