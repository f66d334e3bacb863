package scalebook.transactions.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.outbox.OutboxOrders.Way;
import scalebook.transactions.outbox.Relay;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Deliveries;
import scalebook.transactions.stage.EventAudit;
import scalebook.transactions.stage.ShopDatabases;

/**
 * An order is written, and an event tells of it: two writes in two places. The outbox makes one
 * write of them, a relay delivers the event at least once, an inbox applies it once.
 *
 * <pre>./book outbox</pre>
 */
@Command(
    name = "outbox",
    description = "the dual write that loses events; outbox, relay and inbox that do not")
@Idea(
    value = {Relay.class, Inbox.class},
    test = "outbox.OutboxTest")
@Without(
    name = "outbox",
    what = "the event is a row of the order's own transaction",
    falls = {Lesson5Outbox.KEPT, Lesson5Outbox.AGREE, Lesson5Outbox.ORDERED})
@Without(
    name = "unsent",
    what = "the relay asks for unsent rows instead of `id > last`",
    falls = {Lesson5Outbox.KEPT, Lesson5Outbox.AGREE, Lesson5Outbox.ORDERED})
@Without(
    name = "inbox",
    what = "the consumer's record of applied events, beside the effect",
    falls = {Lesson5Outbox.ONCE, Lesson5Outbox.AGREE})
@Without(
    name = "place-order",
    what = "the relay publishes in the order of the outbox",
    falls = Lesson5Outbox.ORDERED)
@Mine(value = "OutboxRelay", as = "the rounds of the relay")
public final class Lesson5Outbox extends Lesson {
  static final String KEPT = "with an outbox no event is lost";
  static final String AGREE = "in the end orders, stock and shipments agree";
  static final String ONCE = "an event that is delivered twice is applied once";
  static final String ORDERED = "each customer's events reach the consumers in order";

  /** Events of a customer, on average: or nothing could be out of order. */
  private static final int ENOUGH = 2;

  private static final List<String> PLACES =
      List.of("after-order-commit#9", "after-publish#9", "after-effect#9", "after-acknowledge#9");

  private static final List<String> FEW = List.of(PLACES.get(0), PLACES.get(2));

  @Option(names = "--orders", description = "orders for each relay (default: ${DEFAULT-VALUE})")
  private Size orders = size(400, 160);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("An order is committed; inventory and shipment must hear of it. Do they?");
    try (ShopDatabases opened = ShopDatabases.open(lab())) {
      Deliveries deliveries = new Deliveries(lab(), opened.withStream(lab()), story);
      boolean crashed =
          deliveries.crash(Way.DUAL_WRITE, FEW.subList(0, 1), List.of()).allHappened();
      EventAudit dual = deliveries.audit("dual write, a crash");
      EventAudit polled = deliveries.late("`id > last`, late commits", Way.LAST_SEEN, orders.get());
      EventAudit late = deliveries.late("outbox, late commits", way(), orders.get());
      boolean lateAgree = opened.invariant().check().holds();
      List<String> places = quick ? FEW : PLACES;
      List<String> kills = FEW.subList(quick ? 2 : 1, 2);
      Aftermath.Toll toll = deliveries.crash(way(), places, kills);
      int crashes = places.size() + kills.size();
      EventAudit kept = deliveries.audit("outbox, %d crashes".formatted(crashes));
      story.bars("Lost events", "way, and what happens", "events", deliveries.lost());
      story.figure("lostEvents", dual.lost());
      story.figure("skippedByLastSeen", polled.lost());
      story.figure("lost", kept.lost());
      story.figure("effectsTwice", kept.twice());
      story.control(
          "a crash between commit and publish loses the event", crashed && dual.lost() > 0);
      story.control("polling `id > last` skips transactions that commit late", polled.lost() > 0);
      story.claim(KEPT, toll.allHappened() && kept.lost() + late.lost() == 0);
      story.claim(ONCE, kept.twice() == 0);
      story.claim(ORDERED, inOrder(kept) && inOrder(late));
      story.claim(AGREE, lateAgree && toll.violations() + toll.broken() == 0);
    }
  }

  private Way way() {
    return !with("outbox")
        ? Way.DUAL_WRITE
        : !with("unsent")
            ? Way.LAST_SEEN
            : !with("inbox") ? Way.NO_INBOX : with("place-order") ? Way.OUTBOX : Way.LATEST_FIRST;
  }

  /** Without a gap: who lost one has not sent the next one in order. */
  private static boolean inOrder(EventAudit audit) {
    return audit.events() >= ENOUGH * audit.customers() && audit.early() + audit.lost() == 0;
  }

  public static void main(String[] args) {
    run(new Lesson5Outbox(), args);
  }
}
