package scalebook.transactions.stage;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import scalebook.engines.MySql;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.transactions.aggregate.Baskets;
import scalebook.transactions.aggregate.HeadAndLines;
import scalebook.transactions.log.PartitionedLog;
import scalebook.transactions.log.Publisher;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.stage.log.Brokers;
import scalebook.transactions.stage.log.Effects;
import scalebook.transactions.stage.log.HalfOrders;
import scalebook.transactions.stage.log.LeaderKilled;
import scalebook.transactions.stage.log.LostAnswers;
import scalebook.transactions.stage.log.Tail;

/** A database, a worker, a leader and a tail are killed; the tail beside the brokers' failures. */
public record LogFailures(Lab lab, Brokers brokers, Ways ways) {
  /**
   * The ways that should survive them.
   *
   * @param retried for answers that are lost
   * @param keyed for the workers
   * @param patient for the leader's death
   * @param transactions the workers'
   * @param place the tail keeps it
   */
  public record Ways(
      Baskets basket,
      Publisher.Settings retried,
      Publisher.Settings keyed,
      Publisher.Settings patient,
      boolean transactions,
      boolean place,
      Inbox.Applies inbox) {}

  /** How much of it. */
  public record Amounts(int orders, int rounds, int late) {}

  /** What they cost; the weak way's loss comes first. */
  public record Found(
      long rows,
      long whole,
      long stored,
      List<LeaderKilled.Found> kept,
      Effects.Outcome effects,
      TailedOutbox.Found tail) {
    /** Acknowledged with fewer acks. */
    public long lostEarly() {
      return kept.get(0).lost();
    }

    public long lost() {
      return kept.get(1).lost() + effects.lost();
    }

    public long across() {
      return effects.log().outOfOrderAcross();
    }

    public long perKey() {
      return effects.effects().outOfOrderPerKey();
    }

    /** Effects that a worker wrote once more, and those of them that are seen. */
    public long redelivered() {
      return effects.redelivered();
    }

    public long twice() {
      return effects.effects().twice();
    }
  }

  public Found run(Amounts amounts) throws Exception {
    MySql database = lab.mysql("documents", lab.dialect().binlog());
    ExecutorService beside = Tasks.executor();
    try (Tail tail = new Tail(lab, database, ways.place)) {
      HalfOrders half = new HalfOrders(database, amounts.orders);
      long rows = half.killed(new HeadAndLines()).half();
      long whole = half.killed(ways.basket).half();
      TailedOutbox outbox = new TailedOutbox(database);
      Future<TailedOutbox.Found> tailed =
          beside.submit(() -> outbox.run(tail, ways.inbox, amounts.late));
      try (PartitionedLog log = brokers.connect()) {
        long stored = new LostAnswers(brokers, log).run(ways.retried).twice();
        try (Effects effects = new Effects(lab, brokers, log, ways.keyed, ways.transactions)) {
          effects.killWorker(amounts.rounds);
          List<LeaderKilled.Found> kept = killLeader(log, () -> effects.publish(amounts.rounds));
          return new Found(rows, whole, stored, kept, effects.await(), tailed.get());
        }
      }
    } finally {
      beside.shutdown();
    }
  }

  private List<LeaderKilled.Found> killLeader(PartitionedLog log, Runnable meanwhile)
      throws Exception {
    return new LeaderKilled(brokers, log).run(LeaderKilled.early(brokers), ways.patient, meanwhile);
  }
}
