package scalebook.partitioning.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.lab.fault.Crash;
import scalebook.lab.story.Story;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Slots;

/** By hand, by a library, by a router, by any node: the same orders, found in four ways. */
public final class Ways {
  private final OrderStore store;
  private final List<Order> orders;
  private final Way byHand;
  private final List<Way> others;

  public Ways(OrderStore store, List<Order> orders, ClientLibrary library, Doors doors) {
    this.store = store;
    this.orders = orders;
    this.byHand = Way.byHand(store.places(), library.map());
    this.others =
        List.of(
            new Way("library", List.of(library)),
            new Way("router", List.of(doors.router())),
            new Way("any-node", doors.nodes()));
  }

  public void compare(Story story, int reads) throws Exception {
    Story.Table table = story.table("way to the order", "hops", "p50 µs", "p99 µs", "wrong");
    Way.compare(table, orders, reads, byHand, others.get(0));
    Way.compare(table, orders, reads, others.get(1));
    Way.compare(table, orders, reads, others.get(2));
    Map<String, Double> hops = new LinkedHashMap<>();
    hops.put(byHand.name(), byHand.hops());
    others.forEach(way -> hops.put(way.name(), way.hops()));
    story.bars("network hops of one read", "way", "hops", hops);
  }

  /** Slots move, and nobody is told; whether all have given right answers before and after. */
  public boolean areRightAfterAMove(int most) throws Exception {
    List<Integer> had = store.map().slotsOf(0);
    List<Integer> slots = had.subList(0, had.size() / 2);
    List<Order> moved = orders.stream().filter(o -> slots.contains(Slots.of(o.id()))).toList();
    Mover mover = new Mover(store.places(), Crash.NEVER);
    mover.plan(MovePlan.of(store.map(), new MovePlan.Move(0, 1, slots)));
    mover.run();
    for (Order order : moved.subList(0, Math.min(most, moved.size()))) {
      for (Way way : others) {
        way.read(order);
      }
    }
    return others.stream().allMatch(way -> way.wrong() == 0);
  }
}
