package scalebook.transactions.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Needs;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.aggregate.Baskets;
import scalebook.transactions.aggregate.Documents;
import scalebook.transactions.aggregate.HeadAndLines;
import scalebook.transactions.log.LogAudit;
import scalebook.transactions.log.PartitionedLog;
import scalebook.transactions.log.Publisher;
import scalebook.transactions.stage.log.Brokers;
import scalebook.transactions.stage.log.Effects;
import scalebook.transactions.stage.log.HalfOrders;
import scalebook.transactions.stage.log.LeaderKilled;
import scalebook.transactions.stage.log.LogTable;
import scalebook.transactions.stage.log.LostAnswers;

/**
 * An order is one document, and one write. Its events are a log; brokers and readers are killed.
 *
 * <pre>./book aggregates-and-logs</pre>
 */
@Command(
    name = "aggregates-and-logs",
    description = "one aggregate, one write; a partitioned log (Kafka) as the truth")
@Needs("kafka")
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
public final class Lesson9AggregatesAndLogs extends Lesson {
  static final String WHOLE = "a crash leaves an order in one document whole or absent";
  static final String KEPT = "with acks=all a killed leader loses no acknowledged entry";
  static final String STORED = "an entry sent again after a lost answer is stored once";
  static final String ORDERED = "entries of one key keep their order, in spite of kills";
  static final String ONCE = "an entry delivered again after a kill has one effect";

  @Option(names = "--orders", description = "orders in each way (default: ${DEFAULT-VALUE})")
  private Size orders = size(300, 100);

  @Option(names = "--rounds", description = "entries of a key (default: ${DEFAULT-VALUE})")
  private Size rounds = size(50, 15);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("An order is one document, and its events are a log. What survives which kill?");
    try (Brokers brokers = new Brokers(lab(), either(3, 1))) {
      LogTable table = new LogTable(story);
      HalfOrders half = new HalfOrders(lab().mysql("documents"), orders.get());
      Baskets one = with("document") ? new Documents() : new HeadAndLines();
      HalfOrders.Found rows = table.orders("4 rows, database killed", half, new HeadAndLines());
      HalfOrders.Found whole = table.orders("1 document, database killed", half, one);
      try (PartitionedLog log = brokers.connect()) {
        LogAudit again = table.sentAgain(new LostAnswers(brokers, log).run(publisher()));
        kills(story, table, brokers, log);
        story.claim(STORED, again.twice() == 0);
      }
      story.control("a crash leaves half of an order in several rows", rows.half() > 0);
      story.claim(WHOLE, whole.half() == 0);
      table.chart();
    }
  }

  private Publisher.Settings publisher() {
    return Publisher.Settings.SAFE.idempotent(with("idempotence"));
  }

  private void kills(Story story, LogTable table, Brokers brokers, PartitionedLog log)
      throws Exception {
    Publisher.Settings keyed = Publisher.Settings.SAFE.byKey(with("key"));
    try (Effects effects = new Effects(lab(), brokers, log, keyed, with("transactions"))) {
      effects.killWorker(rounds.get());
      LeaderKilled moment = new LeaderKilled(brokers, log);
      Publisher.Settings weak = moment.early();
      Publisher.Settings strong = with("acks") ? Publisher.Settings.SAFE : weak;
      List<LeaderKilled.Found> kept = moment.run(weak, strong, () -> effects.publish(rounds.get()));
      long early = table.kept("lostEarly", weak, kept.get(0));
      long lost = table.kept("lost", strong, kept.get(1));
      Effects.Outcome outcome = table.effects(effects.await());
      story.control("with fewer acks a killed leader loses acknowledged entries", early > 0);
      story.claim(KEPT, lost + outcome.lost() == 0);
      long across = outcome.log().outOfOrderAcross();
      story.control("entries of different keys do not keep their order", across > 0);
      story.claim(ORDERED, outcome.effects().outOfOrderPerKey() == 0);
      story.claim(ONCE, outcome.redelivered() > 0 && outcome.effects().twice() == 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson9AggregatesAndLogs(), args);
  }
}
