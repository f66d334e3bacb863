package scalebook.transactions.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import scalebook.lab.story.Story;
import scalebook.transactions.stage.log.LostAnswers;

/** A row for each failure: what it costs in one way, and in the other. */
public final class LogTable {
  private final Story.Table table;
  private final Map<String, Double> wrong = new LinkedHashMap<>();

  private LogTable(Story story) {
    table = story.table("what fails, what is counted", "weak way", "count", "strong way", "count");
  }

  /** {@code skipped} by the reader of the outbox that counts. */
  public static void tell(Story story, LogFailures.Found found, long skipped) {
    LogTable all = new LogTable(story);
    all.row("database: half orders", "4 rows", found.rows(), "document", found.whole());
    all.row("answer: stored twice", "resent", LostAnswers.ENTRIES, "idempotent", found.stored());
    all.row("leader: lost entries", "fewer acks", found.lostEarly(), "acks=all", found.lost())
        .figure("lostEarly", found.lostEarly())
        .figure("lost", found.lost());
    all.row("worker: out of order", "all keys", found.across(), "per key", found.perKey())
        .figure("outOfOrderAcross", found.across())
        .figure("outOfOrderPerKey", found.perKey());
    all.row("worker: effects twice", "resent", found.redelivered(), "transaction", found.twice())
        .figure("redelivered", found.redelivered());
    TailedOutbox.Found tail = found.tail();
    all.row("late commit: skipped", "id > last", tail.late(), "tail", skipped)
        .figure("skippedByPolling", tail.late())
        .figure("skipped", skipped);
    all.row("tail: effects twice", "resent", tail.again(), "inbox", tail.twice())
        .figure("resentByTail", tail.again())
        .figure("lostByTail", tail.lost())
        .figure("effectsTwice", found.twice() + tail.twice());
    story.bars("Half, lost, twice, skipped or out of order", "failure, way", "count", all.wrong);
  }

  private Story.Row row(String what, String weak, long weakly, String strong, long strongly) {
    wrong.put(what + ", " + weak, (double) weakly);
    wrong.put(what + ", " + strong, (double) strongly);
    return table.row(what, weak, weakly, strong, strongly);
  }
}
