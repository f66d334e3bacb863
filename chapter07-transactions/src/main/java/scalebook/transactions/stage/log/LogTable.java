package scalebook.transactions.stage.log;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import scalebook.lab.story.Story;
import scalebook.transactions.aggregate.Baskets;
import scalebook.transactions.log.LogAudit;
import scalebook.transactions.log.Publisher;

/** A row for each way to write, and for what happens to it. */
public final class LogTable {
  private static final String NONE = "–";

  private final Story story;
  private final Story.Table table;
  private final Map<String, Double> wrong = new LinkedHashMap<>();

  public LogTable(Story story) {
    this.story = story;
    this.table =
        story.table("way, and what happens", "written", "half", "lost", "twice", "out of order");
  }

  public HalfOrders.Found orders(String what, HalfOrders orders, Baskets way)
      throws SQLException, InterruptedException {
    HalfOrders.Found found = orders.killed(way);
    table.row(what, found.there(), found.half(), NONE, NONE, NONE);
    wrong.put(what, (double) found.half());
    return found;
  }

  public LogAudit sentAgain(LogAudit log) {
    table.row("answers lost, sent again", log.read().size(), NONE, NONE, log.twice(), NONE);
    wrong.put("answers lost, sent again", (double) log.twice());
    return log;
  }

  public long kept(String figure, Publisher.Settings way, LeaderKilled.Found found) {
    String what = "acks=%s, leader killed".formatted(way.acks());
    table.row(what, found.written(), NONE, found.lost(), NONE, NONE).figure(figure, found.lost());
    wrong.put(what, (double) found.lost());
    return found.lost();
  }

  public Effects.Outcome effects(Effects.Outcome outcome) {
    LogAudit log = outcome.log();
    LogAudit effects = outcome.effects();
    int all = outcome.sent().size();
    long across = log.outOfOrderAcross();
    long perKey = effects.outOfOrderPerKey();
    table
        .row("log, across keys", all, NONE, log.lost(outcome.sent()), log.twice(), across)
        .figure("outOfOrderAcross", across);
    table
        .row("effects, per key", all, NONE, effects.lost(outcome.sent()), effects.twice(), perKey)
        .figure("outOfOrderPerKey", perKey)
        .figure("effectsTwice", effects.twice());
    table
        .row("effects, aborted ones too", all, NONE, NONE, outcome.redelivered(), NONE)
        .figure("redelivered", outcome.redelivered());
    wrong.put("effects, per key", (double) effects.twice() + perKey);
    return outcome;
  }

  /** What went wrong, in each way. */
  public void chart() {
    story.bars("Half, lost, twice or out of order", "way, and what happens", "entries", wrong);
  }
}
