package scalebook.partitioning.stage;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.resharding.Safeguard;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/**
 * Slots that move, one after the other: each time a reader took its lease just before, and a writer
 * changes an order as soon as it is at its new owner.
 */
public record OldLease(OrderStore store, Callable<ClientLibrary> door, Set<Safeguard> safeguards) {

  /** How many readers missed what had been written. */
  public int missed(List<Order> orders) throws Exception {
    AtomicInteger missed = new AtomicInteger();
    for (Order order : orders) {
      ShardMap map = store.map();
      int from = map.owner(order.id());
      List<Integer> slot = List.of(Slots.of(order.id()));
      ClientLibrary reader = door.call();
      Crash look = Crash.when("before-deleting", () -> missed.addAndGet(look(order, reader)));
      Mover mover = new Mover(store.places(), look, safeguards);
      mover.plan(MovePlan.of(map, new MovePlan.Move(from, from == 0 ? 1 : 0, slot)));
      mover.run();
    }
    return missed.get();
  }

  private int look(Order order, ClientLibrary reader) {
    try {
      long cents = order.cents() + 1;
      door.call().add(order.id(), 1);
      return reader.find(order.id()).order().filter(o -> o.cents() == cents).isPresent() ? 0 : 1;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
