package scalebook.partitioning.stage;

import java.util.List;
import java.util.Optional;
import scalebook.lab.story.Story;
import scalebook.partitioning.store.Finder;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

/** A way to find orders, by one finder or several in turn, and what came of it. */
public final class Way {
  private final String name;
  private final List<? extends Finder> finders;
  private final Timed timed = new Timed();
  private long hops;
  private int wrong;

  public Way(String name, List<? extends Finder> finders) {
    this.name = name;
    this.finders = finders;
  }

  /** The row from where this map has it. */
  public static Way byHand(Places places, ShardMap map) {
    Finder finder =
        id -> {
          Shard owner = places.shard(map.owner(id));
          return new Finder.Found(owner.rows().find(id), 1, owner.toString());
        };
    return new Way("by hand", List.of(finder));
  }

  /** The ways take turns: what the machine does meanwhile happens to all of them. */
  public static void compare(Story.Table table, List<Order> orders, int reads, Way... ways)
      throws Exception {
    for (int i = 0; i < reads; i++) {
      for (int turn = 0; turn < ways.length; turn++) {
        ways[(i + turn) % ways.length].read(orders.get((int) (i * 7919L % orders.size())));
      }
    }
    for (Way way : ways) {
      way.tell(table);
    }
  }

  public void read(Order wanted) throws Exception {
    Finder finder = finders.get((int) timed.calls() % finders.size());
    Finder.Found found = timed.call(() -> finder.find(wanted.id()));
    hops += found.hops();
    wrong += found.order().equals(Optional.of(wanted)) ? 0 : 1;
  }

  public String name() {
    return name;
  }

  public double hops() {
    return hops / (double) timed.calls();
  }

  private void tell(Story.Table table) {
    long median = Math.round(timed.micros(50));
    table
        .row(name, "%.2f".formatted(hops()), median, Math.round(timed.micros(99)), wrong)
        .figure("hops." + name, hops())
        .figure("p50." + name, timed.micros(50));
  }

  /** Answers that were not the order that was wanted. */
  public int wrong() {
    return wrong;
  }
}
