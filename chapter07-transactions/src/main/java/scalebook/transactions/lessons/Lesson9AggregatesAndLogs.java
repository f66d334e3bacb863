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
 * An order is one document, so that one write is all of it. Its events are entries of a partitioned
 * log, whose brokers and readers are killed.
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

  @Option(names = "--brokers", description = "of the log: 1 or 3 (default: ${DEFAULT-VALUE})")
  private Size count = size(3, 1);

  @Option(names = "--rounds", description = "entries of a key (default: ${DEFAULT-VALUE})")
  private Size rounds = size(50, 15);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("An order is one document, and its events are a log. What survives which kill?");
    try (Brokers brokers = new Brokers(lab(), count.get())) {
      LogTable table = new LogTable(story);
      HalfOrders half = new HalfOrders(lab().mysql("documents"), orders.get());
      Baskets one = with("document") ? new Documents() : new HeadAndLines();
      HalfOrders.Found rows =
          table.orders("order in 4 rows, database killed", half, new HeadAndLines());
      HalfOrders.Found whole = table.orders("order in 1 document, the same", half, one);
      story.control("a crash leaves half of an order in several rows", rows.half() > 0);
      story.claim(WHOLE, whole.half() == 0);
      try (PartitionedLog log = brokers.connect()) {
        sentAgain(story, table, new LostAnswers(brokers, log));
        try (Effects effects = effects(brokers, log)) {
          kills(story, table, effects, new LeaderKilled(brokers, log));
        }
      }
      table.chart();
    }
  }

  private void sentAgain(Story story, LogTable table, LostAnswers answers) throws Exception {
    LogAudit retried = answers.run(Publisher.Settings.SAFE.idempotent(with("idempotence")));
    table.sentAgain(retried);
    story.claim(STORED, retried.twice() == 0);
  }

  private Effects effects(Brokers brokers, PartitionedLog log) {
    Publisher.Settings keyed = Publisher.Settings.SAFE.byKey(with("key"));
    return new Effects(lab(), brokers, log, keyed, with("transactions"));
  }

  private void kills(Story story, LogTable table, Effects effects, LeaderKilled moment)
      throws Exception {
    Publisher.Settings weak = Publisher.Settings.SAFE.acks(count.get() == 1 ? "0" : "1");
    Publisher.Settings strong = with("acks") ? Publisher.Settings.SAFE : weak;
    effects.killWorker(rounds.get());
    List<LeaderKilled.Found> kept = moment.run(weak, strong, () -> effects.publish(rounds.get()));
    table.kept("acks=%s, leader killed".formatted(weak.acks()), kept.get(0));
    table.kept("acks=%s, leader killed".formatted(strong.acks()), kept.get(1));
    Effects.Outcome outcome = effects.await();
    table.effects(outcome);
    story.figure("lostEarly", kept.get(0).lost());
    double lost = story.figure("lost", kept.get(1).lost() + outcome.lost());
    double perKey = story.figure("outOfOrderPerKey", outcome.effects().outOfOrderPerKey());
    double across = story.figure("outOfOrderAcross", outcome.log().outOfOrderAcross());
    double twice = story.figure("effectsTwice", outcome.effects().twice());
    story.control(
        "with fewer acks a killed leader loses acknowledged entries", kept.get(0).lost() > 0);
    story.claim(KEPT, lost == 0);
    story.control("entries of different keys do not keep their order", across > 0);
    story.claim(ORDERED, perKey == 0);
    story.claim(ONCE, outcome.redelivered() > 0 && twice == 0);
  }

  public static void main(String[] args) {
    run(new Lesson9AggregatesAndLogs(), args);
  }
}
