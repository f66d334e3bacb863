package scalebook.partitioning.lessons;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.RangeMap;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.RangeStore;

/**
 * Orders by ranges of their ids: neighbours live together. Who is asked, and who gets hot?
 *
 * <p>A range query asks only the shards whose ranges it touches. But ids grow: every new order goes
 * to the last shard, and what people look at is mostly new. A split gives half of that to another.
 *
 * <pre>./book range --orders 20000</pre>
 */
@Command(name = "range", description = "orders by ranges of ids: who is asked, and who gets hot?")
public final class Lesson1Range extends Lesson {
  private static final int SHARDS = 4;

  @Option(names = "--orders", description = "orders to begin with (default: 8000, quick 2000)")
  private int orders;

  @Override
  protected void tell(Story story) throws Exception {
    orders = orders > 0 ? orders : either(8_000, 2_000);
    story.question("%,d orders lie on %d shards by ranges of ids. Who is asked?", orders, SHARDS);
    try (OrderStore store = OrderStore.create(lab(), SHARDS + 1, SHARDS)) {
      long part = orders / SHARDS;
      RangeMap map =
          RangeMap.of(0).split(part + 1, 1).split(2 * part + 1, 2).split(3 * part + 1, 3);
      RangeStore ranges = new RangeStore(store.places().shards(), map);
      List<Order> all = OrderStore.orders(orders);
      for (int shard = 0; shard < SHARDS; shard++) {
        int number = shard;
        OrderStore.fill(
            store.places().shards().get(shard),
            all.stream().filter(order -> ranges.map().node(order.id()) == number).toList());
      }
      Story.Table table =
          story.table("what is asked", "shard0", "shard1", "shard2", "shard3", "shard4");

      ranges.visits();
      List<Order> some = ranges.range(part - 100, part + 100); // ① across one border
      long[] visited = show(table, "ids %d to %d".formatted(part - 100, part + 100), ranges);
      int shardsVisited = (int) Arrays.stream(visited).filter(v -> v > 0).count();
      story.figure("shardsVisited", shardsVisited);
      story.claim(
          "a range query visits only the shards of its range",
          shardsVisited == 2 && some.equals(all.subList((int) part - 101, (int) part + 100)));

      int fresh = either(400, 100);
      for (int i = 1; i <= fresh; i++) {
        ranges.insert(new Order(orders + i, 1, 500, 1));
      }
      double inserts = share(show(table, fresh + " new orders", ranges), 3);
      story.figure("hotInsertShare", inserts);
      story.claim("growing ids heat the last shard alone", inserts == 1);

      double before = recentReads(ranges, table, "reads of recent orders");
      long middle = orders - part / 2;
      ranges.split(middle, Long.MAX_VALUE, 4); // ② the hot range in two
      ranges.visits();
      story.event("shard4", "takes what begins at %,d", middle);
      double after = recentReads(ranges, table, "the same, after the split");
      story.figure("hotShareBefore", before);
      story.figure("hotShareAfter", after);
      story.claim(
          "after a split the hot shard has about half", before == 1 && after > 0.4 && after < 0.7);
      story.claim(
          "and every order is where the map says",
          ranges.range(Long.MIN_VALUE, Long.MAX_VALUE).size() == orders + fresh);
    }
  }

  /** ③ What people look at is new: the last quarter of the ids, here. */
  private double recentReads(RangeStore ranges, Story.Table table, String name) throws Exception {
    Random random = new Random(1);
    int reads = either(2_000, 400);
    for (int i = 0; i < reads; i++) {
      long id = orders - random.nextInt(orders / SHARDS);
      if (ranges.find(id).isEmpty()) {
        throw new IllegalStateException("order " + id + " is not there");
      }
    }
    long[] visits = show(table, name, ranges);
    return Arrays.stream(visits).max().orElse(0) / (double) reads;
  }

  private static double share(long[] visits, int shard) {
    return visits[shard] / (double) Arrays.stream(visits).sum();
  }

  private static long[] show(Story.Table table, String name, RangeStore ranges) {
    long[] visits = ranges.visits();
    table.row(name, visits[0], visits[1], visits[2], visits[3], visits[4]);
    return visits;
  }

  public static void main(String[] args) {
    run(new Lesson1Range(), args);
  }
}
