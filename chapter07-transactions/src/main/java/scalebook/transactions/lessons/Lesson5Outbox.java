package scalebook.transactions.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.transactions.outbox.Consumer;
import scalebook.transactions.outbox.EventAudit;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.service.Faults;
import scalebook.transactions.service.Protocol;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;

/**
 * An order is written, and the news of it is sent: two writes in two places. The outbox makes one
 * write of them, a relay brings the news at least once, an inbox gives it its effect once.
 *
 * <pre>./book outbox</pre>
 */
@Command(
    name = "outbox",
    description = "the dual write that loses events; outbox, relay and inbox that do not")
public final class Lesson5Outbox extends Lesson {
  private static final int CALLERS = 8;
  private static final int SLOW_ONE = 10;
  private static final long SLOW_NANOS = 80_000_000;
  private static final long QUICK_NANOS = 2_000_000;
  private static final long SETTLE_NANOS = 20_000_000_000L;
  private static final List<String> PLACES =
      List.of("after-order-commit#9", "after-publish#9", "after-effect#9", "after-acknowledge#9");

  @Option(names = "--orders", description = "orders for each relay (default: 400, quick 160)")
  private int count;

  private ShopDatabases databases;

  @Override
  protected void tell(Story story) throws Exception {
    count = count > 0 ? count : either(400, 160);
    story.question("An order is committed, and inventory and shipment must hear of it. Do they?");
    try (ShopDatabases opened = ShopDatabases.open(lab(), ShopDatabases.Goods.PLENTY)) {
      databases = opened.withStream(lab());
      story.step("commit, then publish; the process dies under %d buyers", CALLERS);
      List<Faults.Outcome> naive =
          new Faults(lab(), databases, Protocol.DUAL_WRITE).halts(List.of("after-order-commit#9"));
      EventAudit dual = tell(story, "dual write");
      story.figure("lostEvents", dual.lost());
      story.claim(
          "who dies between the commit and the news has told nobody",
          FaultTable.allHappened(naive) && dual.lost() > 0);

      lateCommits(story);

      story.step("the outbox, and everything dies once");
      start();
      List<String> places = quick ? PLACES.subList(1, 2) : PLACES;
      Faults faults = new Faults(lab(), databases, Protocol.OUTBOX);
      List<Faults.Outcome> outcomes = new ArrayList<>(faults.halts(places));
      outcomes.addAll(faults.strikes(quick ? List.of() : PLACES.subList(2, 3), Faults.Kind.KILL));
      long violations = FaultTable.tell(story, outcomes);
      EventAudit kept = tell(story, "outbox");
      story.figure("crashPoints", outcomes.size());
      story.figure("lost", kept.lost());
      story.figure("effectsTwice", kept.twice());
      story.claim(
          "with the outbox nothing is lost, wherever it dies",
          kept.lost() == 0 && violations == 0 && FaultTable.allHappened(outcomes));
      story.claim("an event that comes twice has its effect once", kept.twice() == 0);
      story.claim("each customer's events had their effects in order", kept.outOfOrder() == 0);
    }
  }

  /** Nobody has ordered anything, and nothing was ever published. */
  private void start() throws Exception {
    databases.redis().client().flushAll();
    databases.fill(ShopDatabases.Goods.PLENTY);
  }

  private EventAudit tell(Story story, String who) throws Exception {
    EventAudit audit = EventAudit.of(databases, Part.SHIPMENT);
    story.event(
        who,
        "%d events: %d lost, %d with an effect twice, %d out of order",
        audit.events(),
        audit.lost(),
        audit.twice(),
        audit.outOfOrder());
    return audit;
  }

  /** ① A transaction gets its number at the insert, and is seen at its commit. */
  private void lateCommits(Story story) throws Exception {
    story.step("%d buyers, and one transaction in ten takes longer than the others", CALLERS);
    AtomicLong transactions = new AtomicLong();
    Crash holding =
        place -> {
          if (place.equals("before-order-commit")) {
            boolean slow = transactions.incrementAndGet() % SLOW_ONE == 0;
            LockSupport.parkNanos(slow ? SLOW_NANOS : QUICK_NANOS);
          }
        };
    EventAudit lastSeen = run(story, OutboxOrders.Way.LAST_SEEN, holding);
    EventAudit outbox = run(story, OutboxOrders.Way.OUTBOX, holding);
    story.figure("skippedByLastSeen", lastSeen.lost());
    story.claim(
        "a relay that asks for \"above the last one\" skips who commits late", lastSeen.lost() > 0);
    story.claim("one that asks for what is there skips nobody", outbox.lost() == 0);
  }

  private EventAudit run(Story story, OutboxOrders.Way way, Crash crash) throws Exception {
    start();
    try (OutboxOrders orders = new OutboxOrders(databases.endpoints(), way, crash)) {
      try (Load load =
          Load.closed(CALLERS, count, number -> orders.place(Buyers.SENSIBLE.order(1 + number)))) {
        load.await();
      }
      long deadline = System.nanoTime() + SETTLE_NANOS;
      while (!orders.settled() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(10_000_000);
      }
      long again = orders.consumers().stream().mapToLong(Consumer::seenBefore).sum();
      story.event("consumers", "%d events came a second time", again);
    }
    return tell(story, way == OutboxOrders.Way.OUTBOX ? "outbox" : "last seen");
  }

  public static void main(String[] args) {
    run(new Lesson5Outbox(), args);
  }
}
