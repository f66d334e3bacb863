package scalebook.partitioning.lessons;

import java.util.List;
import java.util.Random;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.scatter.Gathered;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.stage.Both;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.SlowedShards;
import scalebook.partitioning.stage.Timed;
import scalebook.partitioning.store.Order;

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
@Idea(value = ScatterGather.class, test = "scatter.ScatterGatherTest")
public final class Lesson5ScatterGather extends Lesson {
  private static final int SHARDS = 4;

  @Option(names = "--questions", description = "of each kind (default: ${DEFAULT-VALUE})")
  private Size questions = size(40, 15);

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private int orders = 3_000;

  private final Random random = new Random(5);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d questions of five kinds: do %d shards answer as one database would?",
        questions.get(), SHARDS);
    try (OrderStore store = OrderStore.create(lab(), SHARDS, SHARDS)) {
      List<Order> all = OrderStore.orders(orders);
      store.fill(all);
      try (Both both = Both.open(store, lab().mysql("single"), all)) {
        int different = both.differences(random, questions.get());
        story.figure("different", different);
        story.claim("the answers are a single database's", different == 0);
        // ① The mean of the shards' means is not the mean.
        double means = both.meanOfMeans(orders / 10);
        double right = both.shards().sum(1, orders / 10).whole().average();
        story.event("average", "%.2f cents; the mean of the shards' means is %.2f", right, means);
        story.claim("the average of averages is another number", Math.abs(means - right) > 0.01);
      }
      slow(story, store);
      dead(story, store, all);
    }
  }

  /**
   * ② One of four shards gets slow: a point read seldom meets it, a question to all always does.
   */
  private void slow(Story story, OrderStore store) throws Exception {
    Timed point = new Timed();
    Timed scatter = new Timed();
    try (SlowedShards slowed = SlowedShards.open(store, 1, 40);
        ScatterGather gather = new ScatterGather(slowed.places(), 2_000)) {
      ClientLibrary points = new ClientLibrary(slowed.places());
      for (int i = 1; i <= questions.get(); i++) {
        point.call(() -> points.find(1 + random.nextInt(orders)));
        scatter.call(() -> gather.top(5).whole());
      }
    }
    Story.Table table = story.table("one shard is 40 ms slower", "p50 ms", "p99 ms");
    table.row("one order", point.millis(50), point.millis(99));
    table.row("the five most expensive", scatter.millis(50), scatter.millis(99));
    story.claim(
        "the slowest shard decides for all: even the middle of the answers waits for it",
        scatter.millis(50) > 40 && point.millis(50) < 40);
  }

  /** ③ A dead shard: others go on, and what is missing is said. */
  private void dead(Story story, OrderStore store, List<Order> all) throws Exception {
    store.database(2).kill();
    story.event("shard2", "kill -9");
    ClientLibrary points = new ClientLibrary(store.places());
    List<Order> rest = all.stream().filter(o -> points.map().owner(o.id()) != 2).toList();
    int answered = 0;
    for (Order order : rest.subList(0, 100)) {
      answered += points.find(order.id()).order().isPresent() ? 1 : 0;
    }
    story.claim("orders of the other shards are found all the same", answered == 100);
    try (ScatterGather hurried = new ScatterGather(store.places(), 2_000)) {
      Gathered<List<Order>> partial = hurried.range(1, orders);
      boolean refused = false;
      try {
        partial.whole();
      } catch (Gathered.Incomplete incomplete) {
        refused = true;
        story.event("answer", "%s", incomplete.getMessage());
      }
      story.claim(
          "an answer without the dead shard says so, and is not taken for a whole one",
          refused && partial.missing().equals(Set.of(2)) && partial.value().equals(rest));
    }
  }

  public static void main(String[] args) {
    run(new Lesson5ScatterGather(), args);
  }
}
