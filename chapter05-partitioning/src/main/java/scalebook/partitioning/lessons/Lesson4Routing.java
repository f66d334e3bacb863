package scalebook.partitioning.lessons;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.fault.Crash;
import scalebook.lab.story.Story;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.stage.Doors;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.stage.Way;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Slots;

/**
 * Who knows where an order lives: the client, a router, or every node?
 *
 * <p>All three use the same versioned map, and give the same answers. They differ in how often a
 * question goes over the network. The library holds a lease on its map, and while that holds its
 * reads cost what the same row costs read by hand. And whoever has an old map is refused by the old
 * owner, reads the new map, and asks again: its caller never notices.
 *
 * <pre>./book routing --reads 5000</pre>
 */
@Command(
    name = "routing",
    description = "who knows where an order lives: client, router, or every node?")
@Idea(value = ClientLibrary.class, test = "routing.LeaseTest")
public final class Lesson4Routing extends Lesson {
  @Option(names = "--reads", description = "reads each way (default: ${DEFAULT-VALUE})")
  private Size reads = size(1_200, 300);

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private int orders = 2_000;

  private List<Order> all;

  @Override
  protected void tell(Story story) throws Exception {
    int shards = either(4, 2);
    all = OrderStore.orders(orders);
    story.question(
        "%d shards, and an order number. Who finds the shard, and at what cost?", shards);
    try (OrderStore store = OrderStore.create(lab(), shards, shards)) {
      store.fill(all);
      try (Doors doors = new Doors(store, lab().workspace().folder("routing"))) {
        story.event("servers", "a router and %d nodes are up", shards);
        ClientLibrary library = new ClientLibrary(store.places());
        Way[] ways = {
          Way.byHand(store.places(), library.map()),
          new Way("library", List.of(library)),
          new Way("router", List.of(doors.router())),
          new Way("any-node", doors.nodes())
        };
        Story.Table table = story.table("way", "hops", "p50 µs", "p99 µs", "wrong");
        Way.compare(table, all, reads.get(), ways[0], ways[1]);
        Way.compare(table, all, reads.get(), ways[2]);
        Way.compare(table, all, reads.get(), ways[3]);
        story.claim(
            "all three give the same answers", Stream.of(ways).allMatch(w -> w.wrong() == 0));
        claimHops(story, 1 - 1.0 / shards);
        // ② Only a read in a moment when the lease was not renewed in time makes the owner check.
        long unchecked = library.unchecked();
        story.event("library", "%d of %d reads under a lease", unchecked, reads.get());
        story.claim(
            "most of the library's reads need no check at the owner: it has a lease",
            story.figure("unchecked", unchecked / (double) reads.get()) > 0.5);
        staleMaps(story, store, library, doors);
      }
    }
  }

  private void claimHops(Story story, double chance) {
    double allowed = 5 * Math.sqrt(chance * (1 - chance) / reads.get()); // ① 5 standard deviations
    story.claim(
        "a library needs one hop, a router two",
        story.figure("hops.library") == 1 && story.figure("hops.router") == 2);
    story.claim(
        "any node needs two, and a third (n-1)/n of the time",
        Math.abs(story.figure("hops.any-node") - 2 - chance) <= allowed);
  }

  /** ③ Slots move, and nobody is told: all three still have the map from before. */
  private void staleMaps(Story story, OrderStore store, ClientLibrary client, Doors doors)
      throws Exception {
    List<Integer> had = store.map().slotsOf(0);
    List<Integer> slots = had.subList(0, had.size() / 2);
    List<Order> moved = all.stream().filter(o -> slots.contains(Slots.of(o.id()))).toList();
    long epoch = client.map().epoch();
    Mover mover = new Mover(store.places(), Crash.NEVER);
    mover.plan(MovePlan.of(store.map(), new MovePlan.Move(0, 1, slots)));
    mover.run();
    Way library = new Way("library", List.of(client));
    Way router = new Way("router", List.of(doors.router()));
    Way anyNode = new Way("any-node", doors.nodes());
    for (Order order : moved.subList(0, Math.min(either(400, 100), moved.size()))) {
      library.read(order);
      router.read(order);
      anyNode.read(order);
    }
    double refusals = story.figure("refusals", client.refusals());
    long became = client.map().epoch();
    story.event("library", "refused %.0f times, epoch %d became %d", refusals, epoch, became);
    story.claim(
        "an old map is refused and renewed, and no caller notices",
        refusals > 0
            && became == epoch + 1
            && library.wrong() + router.wrong() + anyNode.wrong() == 0);
  }

  public static void main(String[] args) {
    run(new Lesson4Routing(), args);
  }
}
