package scalebook.transactions.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scalebook.lab.story.Story;
import scalebook.transactions.choreography.Flow;
import scalebook.transactions.choreography.Reaction;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;

/** Draws a choreography from its run: each event is a message to whoever reacts to it. */
public final class EventFlow {
  private record Said(Part by, String what) {}

  private final Story story;
  private final Flow flow;
  private final Map<String, Said> atPlace = new HashMap<>();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  public EventFlow(Story story, Flow flow) {
    this.story = story;
    this.flow = flow;
    atPlace.put("after-pay", new Said(Part.ORDERS, Event.ORDERED));
    for (Reaction each : flow.reactions()) {
      String step = each.undo() ? "undo-" + each.step() : each.step();
      atPlace.put("after-" + step, new Said(each.at(), each.then()));
      atPlace.put("refused-" + step, new Said(each.at(), each.refused()));
    }
  }

  /** A {@link scalebook.transactions.shop.Progress}. */
  public void at(String place) {
    Said said = atPlace.get(place);
    if (said != null) {
      told.add(said.what);
      String by = said.by.database();
      story.event(by, "%s", said.what);
      flow.reactions().stream()
          .filter(one -> one.on().equals(said.what))
          .forEach(one -> story.message(by, one.at().database(), "%s", said.what));
    }
  }

  /**
   * One order that is placed and one that shipment refuses; true when both ended as they should.
   */
  public boolean twoOrders(Faults faults, ShopDatabases databases) throws Exception {
    boolean[] placed = new boolean[2];
    try (Orders orders = faults.orders(this::at)) {
      for (int i = 0; i < 2; i++) {
        placed[i] = orders.place((i == 0 ? Buyers.SENSIBLE : Buyers.ORDINARY).order(1 + 6 * i));
        ProtocolCost.settle(orders);
        story.note("order %s: %s", placed[i] ? "placed" : "refused", String.join(", ", told));
        told.clear();
      }
    }
    return placed[0] && !placed[1] && databases.invariant().check().holds();
  }
}
