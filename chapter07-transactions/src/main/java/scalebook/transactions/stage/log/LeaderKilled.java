package scalebook.transactions.stage.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import scalebook.engines.process.Child;
import scalebook.transactions.log.Entry;
import scalebook.transactions.log.LogAudit;
import scalebook.transactions.log.PartitionedLog;
import scalebook.transactions.log.Publisher;

/**
 * The moment at which an early acknowledgement costs most: followers hang, the leader takes writes,
 * and is killed. A single broker hangs itself.
 */
public record LeaderKilled(Brokers brokers, PartitionedLog log) {
  private static final String TOPIC = "kept";
  private static final int ENTRIES = 50;
  private static final long BOUND_SECONDS = 45;

  /** What became of entries that were all acknowledged, sooner or later. */
  public record Found(long written, long lost) {}

  /** The publisher who suffers: a leader, or the network to it, is enough for it. */
  public static Publisher.Settings early(Brokers brokers) {
    return Publisher.Settings.SAFE.acks(brokers.count() == 1 ? "0" : "1");
  }

  /** By these two publishers, the second a moment before the first, and by others meanwhile. */
  public List<Found> run(Publisher.Settings first, Publisher.Settings second, Runnable meanwhile)
      throws Exception {
    log.create(TOPIC, 1);
    try (One one = new One(0, first);
        One two = new One(1, second)) {
      int leader = log.leader(TOPIC);
      hang(leader, true);
      meanwhile.run();
      two.send();
      one.send();
      brokers.node(leader).kill();
      if (brokers.count() == 1) {
        brokers.restart(leader);
      } else {
        hang(leader, false);
      }
      one.acknowledged().get(BOUND_SECONDS, TimeUnit.SECONDS);
      two.acknowledged().get(BOUND_SECONDS, TimeUnit.SECONDS);
      LogAudit audit = new LogAudit(log.read(TOPIC));
      return List.of(
          new Found(ENTRIES, audit.lost(one.sent.keySet())),
          new Found(ENTRIES, audit.lost(two.sent.keySet())));
    }
  }

  private void hang(int leader, boolean begin) {
    IntStream.rangeClosed(1, brokers.count())
        .filter(node -> node != leader || brokers.count() == 1)
        .mapToObj(brokers::node)
        .forEach(begin ? Child::pause : Child::resume);
  }

  /** A publisher, which knows where the leader is. */
  private final class One implements AutoCloseable {
    private final int who;
    private final boolean forAll;
    private final Publisher publisher;
    private final Map<Entry, CompletableFuture<Void>> sent = new LinkedHashMap<>();

    private One(int who, Publisher.Settings settings) throws Exception {
      this.who = who;
      forAll = settings.acks().equals("all");
      publisher = log.publisher(settings);
      publisher.send(TOPIC, new Entry("first", who, who)).get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * One by one where no follower is waited for: a follower that hangs has asked for the next
     * entries already, and finds those that the leader got first in its socket.
     */
    private void send() throws Exception {
      for (int number = 0; number < ENTRIES; number++) {
        Entry entry = new Entry("publisher-" + who, number, number);
        sent.put(entry, publisher.send(TOPIC, entry));
        if (!forAll) {
          sent.get(entry).get(BOUND_SECONDS, TimeUnit.SECONDS);
        }
      }
    }

    private CompletableFuture<Void> acknowledged() {
      return CompletableFuture.allOf(sent.values().toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
      publisher.close();
    }
  }
}
