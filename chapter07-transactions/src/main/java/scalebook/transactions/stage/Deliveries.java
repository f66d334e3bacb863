package scalebook.transactions.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.lab.Lab;
import scalebook.lab.story.Story;
import scalebook.transactions.outbox.OutboxOrders;

/** Ways to deliver events, under crashes and under late commits: a row in a table for each. */
public final class Deliveries {
  private static final int CALLERS = 8;

  private final Lab lab;
  private final ShopDatabases databases;
  private final Story.Table table;
  private final Map<String, Double> lost = new LinkedHashMap<>();

  public Deliveries(Lab lab, ShopDatabases databases, Story story) {
    this.lab = lab;
    this.databases = databases;
    this.table =
        story.table("way, and what happens", "events", "lost", "twice", "early", "half orders");
  }

  /** The shop dies at each of these places, then a database does. */
  public Aftermath.Toll crash(OutboxOrders.Way way, List<String> halts, List<String> kills)
      throws Exception {
    databases.fill();
    Protocol.Settings settings = Protocol.Settings.of(way);
    Faults faults = new Faults(lab, databases, Protocol.OUTBOX, settings).with(Buyers.REGULAR);
    return Aftermath.Toll.of(faults.haltsAndKills(halts, kills));
  }

  /** A transaction gets its place at the insert, and is seen at its commit. */
  public EventAudit late(String what, OutboxOrders.Way way, int orders) throws Exception {
    databases.fill();
    LateCommits.run(databases, way, CALLERS, orders);
    return audit(what);
  }

  /** What has become of the events, in all consumers. */
  public EventAudit audit(String what) throws Exception {
    EventAudit audit = EventAudit.of(databases);
    int half = databases.invariant().check().violations().size();
    table.row(what, audit.events(), audit.lost(), audit.twice(), audit.early(), half);
    lost.put(what, (double) audit.lost());
    return audit;
  }

  /** Lost events of each way. */
  public Map<String, Double> lost() {
    return lost;
  }
}
