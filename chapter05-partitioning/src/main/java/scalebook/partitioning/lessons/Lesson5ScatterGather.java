package scalebook.partitioning.lessons;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.scatter.Gathered;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.scatter.ScatterGather.Care;
import scalebook.partitioning.stage.Both;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.Rush;
import scalebook.partitioning.stage.SlowedShards;
import scalebook.partitioning.stage.Timed;
import scalebook.partitioning.store.Order;

/**
 * A question to all shards: is the answer the one that a single database would give?
 *
 * <p>The slowest shard decides how long it takes, and a dead one must neither make the answer
 * silently shorter nor hold up the others.
 *
 * <pre>./book scatter-gather --without mark</pre>
 */
@Command(name = "scatter-gather", description = "a question to all shards, slow and dead ones")
@Idea(value = ScatterGather.class, test = "scatter.ScatterGatherTest")
@Without(
    name = "mark",
    what = "an answer says which shards and slots it lacks",
    falls = Lesson5ScatterGather.MARKED)
@Without(
    name = "sums",
    what = "an average is made of all shards' sums and counts",
    falls = Lesson5ScatterGather.SAME)
@Without(
    name = "own-threads",
    what = "each shard is asked by threads of its own",
    falls = Lesson5ScatterGather.OTHERS)
public final class Lesson5ScatterGather extends Lesson {
  static final String SAME = "the shards answer as one database does";
  static final String MARKED = "an answer without the dead shard says so";
  static final String OTHERS = "a dead shard keeps no living one from answering";
  private static final int SHARDS = 4;
  private static final int DEAD = 2;

  @Option(names = "--questions", description = "of each kind (default: ${DEFAULT-VALUE})")
  private Size questions = size(40, 15);

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private int orders = 3_000;

  private final Random random = new Random(5);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Do %d shards answer as one database would, slow and dead ones too?", SHARDS);
    Care care = new Care(with("sums"), with("mark"), with("own-threads"));
    try (OrderStore store = OrderStore.create(lab(), SHARDS, SHARDS)) {
      List<Order> all = OrderStore.orders(orders);
      store.fill(all);
      slow(story, store);
      try (Both both = Both.open(store, lab().mysql("single"), all, care);
          ScatterGather naive =
              new ScatterGather(store.places(), 2_000, new Care(false, true, true))) {
        int different = both.differences(random, questions.get());
        // ① The mean of the shards' means is not the mean.
        double means = naive.average(1, orders / 10).whole();
        double right = both.alone().average(1, orders / 10).whole();
        story.note("average: %.2f cents; mean of the shards' means: %.2f", right, means);
        story.claim(SAME, story.figure("different", different) == 0);
        story.control("the mean of the shards' means is wrong", Math.abs(means - right) > 0.01);
      }
      dead(story, store, all, care);
    }
  }

  /** ② A point read seldom meets the slow shard, a question to all always does. */
  private void slow(Story story, OrderStore store) throws Exception {
    Timed[] times = {new Timed(), new Timed()};
    try (SlowedShards slowed = SlowedShards.open(store, 1, 40)) {
      slowed.ask(questions.get(), () -> 1 + random.nextInt(orders), times[0], times[1]);
    }
    double one = times[0].millis(50);
    double all = times[1].millis(50);
    Story.Table table = story.table("one shard is 40 ms slower", "p50 ms", "p99 ms");
    table.row("one order", one, times[0].millis(99));
    table.row("top five of all shards", all, times[1].millis(99));
    Map<String, Double> bars = new TreeMap<>(Map.of("one order", one, "top five", all));
    story.bars("one of four shards is 40 ms slower: p50", "question", "ms", bars);
    story.control("a question to all waits for the slowest shard", all > 40 && one < 40);
  }

  /** ③ A dead shard: what is missing is said, and the others go on. */
  private void dead(Story story, OrderStore store, List<Order> all, Care care) throws Exception {
    store.database(DEAD).kill();
    ClientLibrary points = new ClientLibrary(store.places());
    List<Order> rest = all.stream().filter(o -> points.map().owner(o.id()) != DEAD).toList();
    try (ScatterGather hurried = new ScatterGather(store.places(), 2_000, care)) {
      Gathered<List<Order>> partial = hurried.range(1, orders);
      int found = partial.value().size();
      story.note("a dead shard: %d of %d orders, \"%s\"", found, orders, partial.lack());
      story.claim(MARKED, !partial.complete() && partial.missing().equals(Set.of(DEAD)));
      story.claim(OTHERS, story.figure("lacking", new Rush(hurried).lacking(rest)) == 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson5ScatterGather(), args);
  }
}
