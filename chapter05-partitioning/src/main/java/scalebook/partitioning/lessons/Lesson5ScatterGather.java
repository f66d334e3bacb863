package scalebook.partitioning.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.MySql;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.scatter.Gathered;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.Shard;

/**
 * A question to all shards: is the answer the one that a single database would give?
 *
 * <p>Ranges, sums, averages, the most expensive ones and pages of them come out the same. The
 * slowest shard decides how long it takes, and a dead one must not make the answer silently
 * shorter.
 *
 * <pre>./book scatter-gather --questions 200</pre>
 */
@Command(
    name = "scatter-gather",
    description = "a question to all shards: slow ones, dead ones, right answers")
public final class Lesson5ScatterGather extends Lesson {
  private static final int SHARDS = 4;
  private static final int PAGE = 10;

  @Option(names = "--questions", description = "of each kind (default: 40, quick 15)")
  private int questions;

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private int orders = 3_000;

  private final Random random = new Random(5);
  private ScatterGather shards;
  private ScatterGather alone;

  @Override
  protected void tell(Story story) throws Exception {
    questions = questions > 0 ? questions : either(40, 15);
    story.question(
        "%d questions of five kinds: do %d shards answer as one database would?",
        questions, SHARDS);
    try (OrderStore store = OrderStore.create(lab(), SHARDS, SHARDS)) {
      List<Order> all = OrderStore.orders(orders);
      store.fill(all);
      Shard single = new Shard(0, lab().mysql("single").dataSource());
      single.createAlone();
      OrderStore.fill(single, all);
      try (ScatterGather many = new ScatterGather(store.places().shards(), 10_000);
          ScatterGather one = new ScatterGather(List.of(single), 10_000)) {
        shards = many;
        alone = one;
        int different = 0;
        for (int i = 0; i < questions; i++) {
          different += ask() ? 0 : 1;
        }
        story.figure("different", different);
        story.claim("the answers are a single database's", different == 0);
        naiveAverage(story, store.places().shards());
        slow(story, store);
        dead(story, store, all);
      }
    }
  }

  /** Whether all five kinds come out the same. */
  private boolean ask() throws Exception {
    long from = 1 + random.nextInt(orders);
    long to = from + random.nextInt(orders / 4);
    int k = 1 + random.nextInt(50);
    Order last = shards.top(k).whole().get(k - 1);
    return shards.range(from, to).whole().equals(alone.range(from, to).whole())
        && shards.sum(from, to).whole().equals(alone.sum(from, to).whole())
        && shards.sum(from, to).whole().average() == alone.sum(from, to).whole().average()
        && shards.top(k).whole().equals(alone.top(k).whole())
        && shards.after(last, PAGE).whole().equals(alone.after(last, PAGE).whole());
  }

  /** ① The mean of the shards' means is not the mean. */
  private void naiveAverage(Story story, List<Shard> all) throws Exception {
    long to = orders / 10;
    double means = 0;
    for (Shard shard : all) {
      List<Order> part = OrderStore.range(shard, 1, to);
      means += part.stream().mapToLong(Order::cents).average().orElse(0) / all.size();
    }
    double right = shards.sum(1, to).whole().average();
    story.event("average", "%.2f cents; the mean of the shards' means is %.2f", right, means);
    story.claim("the average of averages is another number", Math.abs(means - right) > 0.01);
  }

  /**
   * ② One of four shards gets slow: a point read seldom meets it, a question to all always does.
   */
  private void slow(Story story, OrderStore store) throws Exception {
    MySql victim = store.database(1);
    try (SlowedShards slowed = SlowedShards.open(store, victim, 1, 40)) {
      ClientLibrary slowPoints = new ClientLibrary(store.places().directory(), slowed.shards());
      try (ScatterGather gather = new ScatterGather(slowed.shards(), 2_000)) {
        Histogram point = new Histogram(60_000_000, 3);
        Histogram scatter = new Histogram(60_000_000, 3);
        for (int i = 1; i <= questions; i++) {
          point.recordValue(micros(() -> slowPoints.find(1 + random.nextInt(orders))));
          scatter.recordValue(micros(() -> gather.top(5).whole()));
        }
        Story.Table table = story.table("one shard is 40 ms slower", "p50 ms", "p99 ms");
        table.row(
            "one order",
            point.getValueAtPercentile(50) / 1e3,
            point.getValueAtPercentile(99) / 1e3);
        table.row(
            "the five most expensive",
            scatter.getValueAtPercentile(50) / 1e3,
            scatter.getValueAtPercentile(99) / 1e3);
        story.claim(
            "the slowest shard decides for all: even the middle of the answers waits for it",
            scatter.getValueAtPercentile(50) > 40_000 && point.getValueAtPercentile(50) < 40_000);
      }
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private static long micros(Call call) throws Exception {
    long start = System.nanoTime();
    call.run();
    return (System.nanoTime() - start) / 1_000;
  }

  /** ③ A dead shard: others go on, and what is missing is said. */
  private void dead(Story story, OrderStore store, List<Order> all) throws Exception {
    store.database(2).kill();
    story.event("shard2", "kill -9");
    ClientLibrary points = new ClientLibrary(store.places().directory(), store.places().shards());
    int answered = 0;
    int asked = 0;
    for (Order order : all.subList(0, 200)) {
      if (points.map().owner(order.id()) != 2) {
        asked++;
        answered += points.find(order.id()).order().isPresent() ? 1 : 0;
      }
    }
    Gathered<List<Order>> partial;
    try (ScatterGather hurried = new ScatterGather(store.places().shards(), 2_000)) {
      partial = hurried.range(1, orders);
    }
    List<Order> rest =
        new ArrayList<>(all.stream().filter(o -> points.map().owner(o.id()) != 2).toList());
    boolean refused = false;
    try {
      partial.whole();
    } catch (Gathered.Incomplete incomplete) {
      refused = true;
      story.event("answer", "%s", incomplete.getMessage());
    }
    story.claim(
        "orders of the other shards are found all the same", asked > 0 && answered == asked);
    story.claim(
        "an answer without the dead shard says so, and is not taken for a whole one",
        refused && partial.missing().equals(Set.of(2)) && partial.value().equals(rest));
  }

  public static void main(String[] args) {
    run(new Lesson5ScatterGather(), args);
  }
}
