package scalebook.partitioning.lessons;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.RangeMap;
import scalebook.partitioning.placement.Ranges;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.OwnRanges;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.RangeStore;

/**
 * Orders by ranges of their ids: neighbours live together. Which shards are asked, and which gets
 * hot?
 *
 * <p>A range query asks only the shards whose ranges it touches. But ids grow: every new order goes
 * to the last shard, and what people look at is mostly new. A split gives half of that to another.
 *
 * <pre>./book range --without middle</pre>
 */
@Command(name = "range", description = "orders by ranges of ids: who is asked, and who gets hot?")
@Idea(value = RangeMap.class, test = "placement.RangeMapTest")
@Without(
    name = "pruning",
    what = "a range query asks only the shards whose ranges it touches",
    falls = Lesson1Range.FEW)
@Without(
    name = "middle",
    what = "the hot range is split where half of its reads are, not at its end",
    falls = Lesson1Range.HALF)
@Mine(value = "RangeMap", as = "the map of ranges")
public final class Lesson1Range extends Lesson {
  static final String FEW = "a range query visits only the shards of its range";
  static final String HALF = "after a split the hot shard has half of the reads";
  private static final int SHARDS = 4;

  @Option(names = "--orders", description = "orders to begin with (default: ${DEFAULT-VALUE})")
  private Size size = size(8_000, 2_000);

  private int orders;
  private RangeStore ranges;
  private Story.Table table;

  @Override
  protected void tell(Story story) throws Exception {
    orders = size.get();
    story.question("%,d orders lie on %d shards by ranges of ids. Who is asked?", orders, SHARDS);
    try (OrderStore store = OrderStore.create(lab(), SHARDS + 1, SHARDS)) {
      int part = orders / SHARDS;
      Ranges map = OwnRanges.or(own()).split(part + 1, 1).split(2 * part + 1, 2);
      ranges = new RangeStore(store.shards(), map.split(3 * part + 1, 3), with("pruning"));
      List<Order> all = OrderStore.orders(orders);
      ranges.fill(all);
      table = story.table("calls for each shard", "shard0", "shard1", "shard2", "shard3", "shard4");

      List<Order> some = ranges.range(part - 100, part + 100); // ① across one border
      long[] visits = show("range %d to %d".formatted(part - 100, part + 100));
      long visited = LongStream.of(visits).filter(v -> v > 0).count();
      story.figure("shardsVisited", visited);

      int fresh = either(400, 100);
      for (int i = 1; i <= fresh; i++) {
        ranges.insert(new Order(orders + i, 1, 500, 1));
      }
      double inserts = show(fresh + " new orders")[SHARDS - 1] / (double) fresh;
      story.figure("hotInsertShare", inserts);

      double before = story.figure("hotShareBefore", recentReads("reads of recent orders"));
      long key = with("middle") ? orders - part / 2 : orders + fresh + 1;
      ranges.split(key, Long.MAX_VALUE, SHARDS); // ② the hot range in two
      ranges.visits();
      double after = story.figure("hotShareAfter", recentReads("the same, after a split"));
      story.bars(
          "reads of recent orders at the hottest shard",
          "when",
          "percent",
          new TreeMap<>(Map.of("one range", 100 * before, "split in two", 100 * after)));
      story.claim(FEW, visited == 2 && some.equals(all.subList(part - 101, part + 100)));
      story.control("sequential ids all go to the last shard", inserts == 1 && before == 1);
      story.claim(HALF, after > 0.4 && after < 0.6 && ranges.inTheirPlaces() == orders + fresh);
    }
  }

  /** ③ What people look at is new: the last quarter of the ids, here. */
  private double recentReads(String name) throws Exception {
    Random random = new Random(1);
    int reads = either(2_000, 400);
    for (int i = 0; i < reads; i++) {
      long id = orders - random.nextInt(orders / SHARDS);
      if (ranges.find(id).isEmpty()) {
        throw new IllegalStateException("order " + id + " is not there");
      }
    }
    return LongStream.of(show(name)).max().orElse(0) / (double) reads;
  }

  private long[] show(String name) {
    long[] visits = ranges.visits();
    table.row(name, visits[0], visits[1], visits[2], visits[3], visits[4]);
    return visits;
  }

  public static void main(String[] args) {
    run(new Lesson1Range(), args);
  }
}
