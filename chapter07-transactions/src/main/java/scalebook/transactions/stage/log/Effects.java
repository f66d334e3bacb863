package scalebook.transactions.stage.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import scalebook.lab.Lab;
import scalebook.transactions.log.Entry;
import scalebook.transactions.log.LogAudit;
import scalebook.transactions.log.PartitionedLog;
import scalebook.transactions.log.Publisher;
import scalebook.transactions.log.WorkerSettings;

/** Entries of many keys are published, and two workers write the effect of each. */
public final class Effects implements AutoCloseable {
  private static final String ORDERS = "orders";
  private static final String EFFECTS = "effects";
  private static final String FIRST = "worker-1";
  private static final String SECOND = "worker-2";
  private static final int PARTITIONS = 3;
  private static final long BOUND_SECONDS = 45;

  /** No multiple of the partitions: where these take turns, a key gets into all of them. */
  private static final int KEYS = 20;

  private final PartitionedLog log;
  private final String servers;
  private final boolean transactions;
  private final Workers workers;
  private final Publisher publisher;
  private final List<Entry> sent = new ArrayList<>();
  private final List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();

  public Effects(
      Lab lab, Brokers brokers, PartitionedLog log, Publisher.Settings how, boolean transactions) {
    this.log = log;
    this.servers = brokers.servers();
    this.transactions = transactions;
    log.create(ORDERS, PARTITIONS);
    log.create(EFFECTS, PARTITIONS);
    workers = new Workers(lab, brokers);
    publisher = log.publisher(how);
  }

  /** An entry of each key, so many times. */
  public void publish(int rounds) {
    for (int i = 0; i < rounds * KEYS; i++) {
      Entry entry = Entry.of(sent.size(), KEYS);
      sent.add(entry);
      acknowledgements.add(publisher.send(ORDERS, entry));
    }
  }

  private void acknowledged() throws Exception {
    for (CompletableFuture<Void> each : acknowledgements) {
      each.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * A worker is killed after it has written effects, and before it has said so; what is published
   * meanwhile waits for it in its partitions.
   */
  public void killWorker(int rounds) throws Exception {
    begin(FIRST, true);
    begin(SECOND, false);
    Until.seen("the workers share all partitions", () -> workers.share(PARTITIONS));
    Until.seen(
        "a worker has written effects",
        () -> {
          publish(1);
          acknowledged();
          return workers.holds(FIRST);
        });
    publish(rounds);
    acknowledged();
    workers.kill(FIRST);
    begin(FIRST, false);
    Until.seen("its partitions are shared once more", () -> workers.share(PARTITIONS));
  }

  private void begin(String name, boolean holds) {
    workers.start(new WorkerSettings(servers, name, ORDERS, EFFECTS, transactions, holds));
  }

  /** Once each entry has an effect. */
  public Outcome await() throws Exception {
    acknowledged();
    List<Entry> published = log.read(ORDERS);
    Until.seen(
        "an effect of each entry", () -> new LogAudit(log.committed(EFFECTS)).lost(published) == 0);
    return new Outcome(
        List.copyOf(sent),
        new LogAudit(published),
        new LogAudit(log.committed(EFFECTS)),
        new LogAudit(log.read(EFFECTS)).twice());
  }

  /**
   * What came of it.
   *
   * @param redelivered effects that were written once more, seen by all or not
   */
  public record Outcome(List<Entry> sent, LogAudit log, LogAudit effects, long redelivered) {
    public long lost() {
      return log.lost(sent) + effects.lost(sent);
    }
  }

  @Override
  public void close() {
    workers.close();
    publisher.close();
  }
}
