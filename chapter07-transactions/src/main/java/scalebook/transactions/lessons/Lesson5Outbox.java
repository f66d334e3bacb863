package scalebook.transactions.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.outbox.Relay;
import scalebook.transactions.shop.Part;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.EventAudit;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.LateCommits;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;

/**
 * An order is written, and the news of it is sent: two writes in two places. The outbox makes one
 * write of them, a relay brings the news at least once, an inbox gives it its effect once.
 *
 * <pre>./book outbox</pre>
 */
@Command(
    name = "outbox",
    description = "the dual write that loses events; outbox, relay and inbox that do not")
@Idea(
    value = {Relay.class, Inbox.class},
    test = "outbox.OutboxTest")
public final class Lesson5Outbox extends Lesson {
  private static final int CALLERS = 8;

  /** Events of a customer, on average: or nothing could be out of order. */
  private static final int ENOUGH = 2;

  private static final List<String> PLACES =
      List.of("after-order-commit#9", "after-publish#9", "after-effect#9", "after-acknowledge#9");

  @Option(names = "--orders", description = "orders for each relay (default: ${DEFAULT-VALUE})")
  private Size orders = size(400, 160);

  private ShopDatabases databases;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("An order is committed, and inventory and shipment must hear of it. Do they?");
    try (ShopDatabases opened = ShopDatabases.open(lab())) {
      databases = opened.withStream(lab());
      dualWrite(story);
      lateCommits(story);
      everythingDies(story);
    }
  }

  private void dualWrite(Story story) throws Exception {
    story.step("commit, then publish; the process dies under %d buyers", CALLERS);
    Faults faults = new Faults(lab(), databases, Protocol.DUAL_WRITE);
    List<Aftermath> naive = faults.halts(PLACES.subList(0, 1));
    EventAudit audit = audit(story, "dual write");
    double lost = story.figure("lostEvents", audit.lost());
    story.claim(
        "who dies between the commit and the news has told nobody",
        naive.get(0).happened() && lost > 0);
  }

  /** ① A transaction gets its number at the insert, and is seen at its commit. */
  private void lateCommits(Story story) throws Exception {
    story.step("%d buyers, and one transaction in ten takes longer than the others", CALLERS);
    double skipped =
        story.figure("skippedByLastSeen", run(story, "last seen", OutboxOrders.Way.LAST_SEEN));
    long lost = run(story, "outbox", OutboxOrders.Way.OUTBOX);
    story.claim("a relay that asks for \"above the last one\" skips who commits late", skipped > 0);
    story.claim("one that asks for what is there skips nobody", lost == 0);
  }

  /** How many events were lost. */
  private long run(Story story, String who, OutboxOrders.Way way) throws Exception {
    databases.fill();
    long again = LateCommits.run(databases, way, CALLERS, orders.get());
    story.event("consumers", "%d events came a second time", again);
    return audit(story, who).lost();
  }

  private void everythingDies(Story story) throws Exception {
    story.step("the outbox, and everything dies once");
    databases.fill();
    Faults faults = new Faults(lab(), databases, Protocol.OUTBOX).with(Buyers.REGULAR);
    List<String> few = PLACES.subList(1, 2);
    Aftermath.Toll toll =
        Aftermath.tell(
            story, quick ? faults.halts(few) : faults.haltsAndKills(PLACES, PLACES.subList(2, 3)));
    EventAudit kept = audit(story, "outbox");
    story.claim(
        "with the outbox nothing is lost, wherever it dies",
        story.figure("lost", kept.lost()) == 0 && toll.none());
    story.claim(
        "an event that comes twice has its effect once",
        story.figure("effectsTwice", kept.twice()) == 0);
    story.claim(
        "each customer's events reach the consumers in order",
        kept.events() >= ENOUGH * kept.customers() && kept.early() + kept.outOfOrder() == 0);
  }

  private EventAudit audit(Story story, String who) throws Exception {
    EventAudit audit = EventAudit.of(databases, Part.SHIPMENT);
    story.event(who, "%s", audit);
    return audit;
  }

  public static void main(String[] args) {
    run(new Lesson5Outbox(), args);
  }
}
