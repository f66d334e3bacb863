package scalebook.transactions.choreography;

import static scalebook.transactions.choreography.Reaction.does;
import static scalebook.transactions.choreography.Reaction.undoes;
import static scalebook.transactions.shop.Part.INVENTORY;
import static scalebook.transactions.shop.Part.ORDERS;
import static scalebook.transactions.shop.Part.SHIPMENT;

import java.util.List;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.shop.Part;

/**
 * Who reacts to what. Nobody runs this: it is what all services together amount to, and each of
 * them knows its own lines only. An order begins with "pay", which says {@code ordered}.
 */
public enum Flow {
  STANDARD(
      does(INVENTORY, Event.ORDERED, "reserve", "reserved", "sold-out"),
      does(SHIPMENT, "reserved", "ship", "shipped", "no-truck"),
      does(ORDERS, "shipped", "confirm", "confirmed", ""),
      undoes(INVENTORY, "no-truck", "reserve", "released"),
      undoes(ORDERS, "released", "pay", "cancelled"),
      undoes(ORDERS, "sold-out", "pay", "cancelled")),

  /** Inventory does not listen for a refused shipment. */
  FORGETFUL(
      does(INVENTORY, Event.ORDERED, "reserve", "reserved", "sold-out"),
      does(SHIPMENT, "reserved", "ship", "shipped", "no-truck"),
      does(ORDERS, "shipped", "confirm", "confirmed", ""),
      undoes(ORDERS, "no-truck", "pay", "cancelled"),
      undoes(ORDERS, "sold-out", "pay", "cancelled")),

  /** An order that got no truck is tried again: each line is sensible, and together they circle. */
  RETRYING(
      does(INVENTORY, Event.ORDERED, "reserve", "reserved", "sold-out"),
      does(SHIPMENT, "reserved", "ship", "shipped", "no-truck"),
      does(ORDERS, "shipped", "confirm", "confirmed", ""),
      undoes(INVENTORY, "no-truck", "reserve", "released"),
      does(ORDERS, "released", "again", Event.ORDERED, "given-up"),
      undoes(ORDERS, "given-up", "pay", "cancelled"),
      undoes(ORDERS, "sold-out", "pay", "cancelled")),

  /** One more step, between two others. */
  PACKED(
      does(INVENTORY, Event.ORDERED, "reserve", "reserved", "sold-out"),
      does(SHIPMENT, "reserved", "pack", "packed", "no-box"),
      does(SHIPMENT, "packed", "ship", "shipped", "no-truck"),
      does(ORDERS, "shipped", "confirm", "confirmed", ""),
      undoes(SHIPMENT, "no-truck", "pack", "unpacked"),
      undoes(INVENTORY, "unpacked", "reserve", "released"),
      undoes(INVENTORY, "no-box", "reserve", "released"),
      undoes(ORDERS, "released", "pay", "cancelled"),
      undoes(ORDERS, "sold-out", "pay", "cancelled"));

  private final List<Reaction> reactions;

  Flow(Reaction... reactions) {
    this.reactions = List.of(reactions);
  }

  public List<Reaction> reactions() {
    return reactions;
  }

  /** What this service does when it hears that. */
  List<Reaction> of(Part at, String heard) {
    return reactions.stream().filter(one -> one.at() == at && one.on().equals(heard)).toList();
  }

  /** Lines that must be added or changed to come from this one to the other. */
  public long changes(Flow other) {
    return other.reactions.stream().filter(one -> !reactions.contains(one)).count();
  }
}
