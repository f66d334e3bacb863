package scalebook.transactions.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Needs;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.aggregate.Documents;
import scalebook.transactions.aggregate.HeadAndLines;
import scalebook.transactions.log.LogAudit;
import scalebook.transactions.log.Publisher;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.stage.LogFailures;
import scalebook.transactions.stage.LogTable;
import scalebook.transactions.stage.TailedOutbox;
import scalebook.transactions.stage.log.Brokers;
import scalebook.transactions.stage.log.LeaderKilled;

/**
 * An order is one document; its events are a log, which brokers keep or a database's tail reads.
 *
 * <pre>./book aggregates-and-logs</pre>
 */
@Command(
    name = "aggregates-and-logs",
    description = "one aggregate, one write; a partitioned log (Kafka) as the truth")
@Needs(
    value = {"kafka", "debezium"},
    mariadb = true)
@Idea(
    value = {Documents.class, LogAudit.class},
    test = "log.LogAuditTest")
@Without(
    name = "document",
    what = "an order is one document in one row",
    falls = Lesson9AggregatesAndLogs.WHOLE)
@Without(
    name = "acks",
    what = "the publisher waits for all in-sync replicas (acks=all)",
    falls = Lesson9AggregatesAndLogs.KEPT)
@Without(
    name = "idempotence",
    what = "the log recognises an entry that is sent again",
    falls = Lesson9AggregatesAndLogs.STORED)
@Without(
    name = "key",
    what = "an entry's key chooses its partition",
    falls = Lesson9AggregatesAndLogs.ORDERED)
@Without(
    name = "transactions",
    what = "effects and the reader's place are one transaction of the log",
    falls = Lesson9AggregatesAndLogs.ONCE)
@Without(
    name = "tailing",
    what = "the outbox's reader tails the binary log instead of polling",
    falls = Lesson9AggregatesAndLogs.TAILED)
@Without(
    name = "place",
    what = "the tail keeps its place in the binary log on disk",
    falls = Lesson9AggregatesAndLogs.RESUMED)
@Without(
    name = "inbox",
    what = "the consumer's record of applied events, beside the effect",
    falls = Lesson9AggregatesAndLogs.ONCE)
public final class Lesson9AggregatesAndLogs extends Lesson {
  static final String WHOLE = "a document survives a crash whole; several rows do not";
  static final String KEPT = "with acks=all a killed leader loses nothing; with less it does";
  static final String STORED = "an entry sent again after a lost answer is stored once";
  static final String ORDERED = "entries of one key keep their order; across keys they do not";
  static final String ONCE = "an entry delivered again after a kill has one effect";
  static final String TAILED = "the tail skips no late commit; polling `id > last` does";
  static final String RESUMED = "a tail killed with kill -9 resumes and loses no event";

  @Option(names = "--orders", description = "orders in each way (default: ${DEFAULT-VALUE})")
  private Size orders = size(300, 100);

  @Option(names = "--rounds", description = "entries of a key (default: ${DEFAULT-VALUE})")
  private Size rounds = size(50, 15);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Databases, brokers and readers are killed. Which orders and events survive?");
    try (Brokers brokers = new Brokers(lab(), either(3, 1))) {
      LogFailures.Found found =
          new LogFailures(lab(), brokers, ways(brokers))
              .run(new LogFailures.Amounts(orders.get(), rounds.get(), either(20, 8)));
      TailedOutbox.Found tail = found.tail();
      long skipped = with("tailing") ? tail.skipped() : tail.late();
      LogTable.tell(story, found, skipped);
      story.claim(WHOLE, found.rows() > 0 && found.whole() == 0);
      story.claim(STORED, found.stored() == 0);
      story.claim(KEPT, found.lostEarly() > 0 && found.lost() == 0);
      story.claim(ORDERED, found.across() > 0 && found.perKey() == 0);
      story.claim(ONCE, found.redelivered() > 0 && found.twice() + tail.twice() == 0);
      story.claim(TAILED, tail.late() > 0 && skipped == 0);
      story.claim(RESUMED, tail.again() > 0 && tail.lost() == 0);
    }
  }

  private LogFailures.Ways ways(Brokers brokers) {
    Publisher.Settings safe = Publisher.Settings.SAFE;
    return new LogFailures.Ways(
        with("document") ? new Documents() : new HeadAndLines(),
        safe.idempotent(with("idempotence")),
        safe.byKey(with("key")),
        with("acks") ? safe : LeaderKilled.early(brokers),
        with("transactions"),
        with("place"),
        with("inbox") ? Inbox.Applies.NEXT : Inbox.Applies.ALL);
  }

  public static void main(String[] args) {
    run(new Lesson9AggregatesAndLogs(), args);
  }
}
