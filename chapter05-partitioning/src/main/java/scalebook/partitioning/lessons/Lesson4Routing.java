package scalebook.partitioning.lessons;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.fault.Crash;
import scalebook.lab.story.Story;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.routing.HttpOrders;
import scalebook.partitioning.routing.ServerProcess;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;
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
public final class Lesson4Routing extends Lesson {
  @Option(names = "--reads", description = "reads each way (default: 1200, quick 300)")
  private int reads;

  @Option(names = "--orders", description = "orders (default: ${DEFAULT-VALUE})")
  private int orders = 2_000;

  private int shards;

  @Override
  protected void tell(Story story) throws Exception {
    reads = reads > 0 ? reads : either(1_200, 300);
    shards = either(4, 2);
    story.question(
        "%d shards, and an order number. Who finds the shard, and at what cost?", shards);
    try (OrderStore store = OrderStore.create(lab(), shards, shards)) {
      List<Order> all = OrderStore.orders(orders);
      store.fill(all);
      Path folder = lab().workspace().folder("routing");
      List<Integer> numbers = new ArrayList<>(IntStream.range(0, shards).boxed().toList());
      numbers.add(ServerProcess.ROUTER);
      List<ServerProcess.Running> servers = ServerProcess.start(store.file(), folder, numbers);
      try {
        List<Integer> ports = servers.stream().map(ServerProcess.Running::port).toList();
        List<Integer> nodes = ports.subList(0, shards);
        for (ServerProcess.Running node : servers.subList(0, shards)) {
          node.siblings(nodes);
        }
        story.event("servers", "a router and %d nodes are up", shards);
        ClientLibrary library =
            new ClientLibrary(store.places().directory(), store.places().shards());
        List<Orders> anyNode = nodes.stream().<Orders>map(HttpOrders::new).toList();
        List<Orders> router = List.of(new HttpOrders(ports.get(shards)));
        Story.Table table = story.table("way", "hops", "p50 µs", "p99 µs", "wrong");
        ShardMap map = library.map();
        List<Shard> owners = store.places().shards();
        Way byHand =
            new Way(
                "by hand", List.of(id -> new Orders.Found(owners.get(map.owner(id)).look(id), 1)));
        measure(story, table, all, byHand, Way.through("library", List.of(library)));
        measure(story, table, all, Way.through("router", router));
        measure(story, table, all, Way.through("any-node", anyNode));
        claimHops(story);
        claimLease(story, library);
        staleMaps(story, store, library, router, anyNode, all);
      } finally {
        servers.forEach(ServerProcess.Running::close);
      }
    }
  }

  private int wrong;

  /** How an order is found. */
  @FunctionalInterface
  private interface Finder {
    Orders.Found find(long id) throws Exception;
  }

  /** A finder and what came of it. */
  private static final class Way {
    private final String name;
    private final List<Finder> finders;
    private final Histogram nanos = new Histogram(60_000_000_000L, 3);
    private long hops;
    private int wrong;

    /** The finders are asked in turn. */
    Way(String name, List<Finder> finders) {
      this.name = name;
      this.finders = finders;
    }

    static Way through(String name, List<Orders> doors) {
      return new Way(name, doors.stream().<Finder>map(door -> door::find).toList());
    }

    void read(Order wanted) throws Exception {
      Finder finder = finders.get((int) nanos.getTotalCount() % finders.size());
      long start = System.nanoTime();
      Orders.Found found = finder.find(wanted.id());
      nanos.recordValue(System.nanoTime() - start);
      hops += found.hops();
      wrong += found.order().equals(Optional.of(wanted)) ? 0 : 1;
    }
  }

  /** The ways take turns: what the machine does meanwhile happens to all of them. */
  private void measure(Story story, Story.Table table, List<Order> all, Way... ways)
      throws Exception {
    for (int i = 0; i < reads; i++) {
      for (int turn = 0; turn < ways.length; turn++) {
        ways[(i + turn) % ways.length].read(all.get((int) (i * 7919L % all.size())));
      }
    }
    for (Way way : ways) {
      story.figure("hops." + way.name, way.hops / (double) reads);
      story.figure("p50." + way.name, way.nanos.getValueAtPercentile(50) / 1e3);
      wrong += way.wrong;
      table.row(
          way.name,
          "%.2f".formatted(way.hops / (double) reads),
          Math.round(way.nanos.getValueAtPercentile(50) / 1e3),
          Math.round(way.nanos.getValueAtPercentile(99) / 1e3),
          way.wrong);
    }
  }

  private void claimHops(Story story) {
    double chance = 1 - 1.0 / shards;
    double allowed = 5 * Math.sqrt(chance * (1 - chance) / reads); // ① five standard deviations
    story.claim("all three give the same answers", wrong == 0);
    story.claim(
        "a library needs one hop, a router two",
        story.figure("hops.library") == 1 && story.figure("hops.router") == 2);
    story.claim(
        "any node needs two, and a third (n-1)/n of the time",
        Math.abs(story.figure("hops.any-node") - 2 - chance) <= allowed);
  }

  /** ② Only a read in a moment when the lease was not renewed in time makes the owner check. */
  private void claimLease(Story story, ClientLibrary library) {
    story.event("library", "%d of %d reads under a lease", library.unchecked(), reads);
    story.figure("unchecked", library.unchecked() / (double) reads);
    story.claim(
        "most of the library's reads need no check at the owner: it has a lease",
        story.figure("unchecked") > 0.5);
  }

  /** ③ Slots move, and nobody is told: all three still have the map from before. */
  private void staleMaps(
      Story story,
      OrderStore store,
      ClientLibrary library,
      List<Orders> router,
      List<Orders> anyNode,
      List<Order> all)
      throws Exception {
    Mover mover = new Mover(store.places(), Crash.NEVER);
    List<Integer> had = store.places().directory().newest().slotsOf(0);
    List<Integer> slots = had.subList(0, had.size() / 2);
    List<Order> moved = all.stream().filter(o -> slots.contains(Slots.of(o.id()))).toList();
    long epochBefore = library.map().epoch();
    mover.plan(List.of(new MovePlan.Move(0, 1, slots)));
    mover.run();
    for (List<Orders> doors : List.of(List.<Orders>of(library), router, anyNode)) {
      for (int i = 0; i < Math.min(either(400, 100), moved.size()); i++) {
        Orders.Found found = doors.get(i % doors.size()).find(moved.get(i).id());
        wrong += found.order().equals(Optional.of(moved.get(i))) ? 0 : 1;
      }
    }
    story.event(
        "library",
        "refused %d times, epoch %d became %d",
        library.refusals(),
        epochBefore,
        library.map().epoch());
    story.figure("refusals", library.refusals());
    story.claim(
        "an old map is refused and renewed, and no caller notices",
        library.refusals() > 0 && library.map().epoch() == epochBefore + 1 && wrong == 0);
  }

  public static void main(String[] args) {
    run(new Lesson4Routing(), args);
  }
}
