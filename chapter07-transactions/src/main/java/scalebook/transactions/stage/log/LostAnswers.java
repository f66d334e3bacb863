package scalebook.transactions.stage.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import scalebook.lab.fault.Wire;
import scalebook.transactions.log.Entry;
import scalebook.transactions.log.LogAudit;
import scalebook.transactions.log.PartitionedLog;
import scalebook.transactions.log.Publisher;

/** The log has an entry, and its publisher never hears of it: it sends the entry again. */
public record LostAnswers(Brokers brokers, PartitionedLog log) {
  private static final String TOPIC = "retried";
  private static final long BOUND_SECONDS = 45;

  /** A publisher has no more requests under way. */
  public static final int ENTRIES = 5;

  /** What is in the log when all were acknowledged. */
  public LogAudit run(Publisher.Settings settings) throws Exception {
    log.create(TOPIC, 1);
    try (PartitionedLog wired = brokers.connectByWires();
        Publisher publisher = wired.publisher(settings)) {
      publisher.send(TOPIC, Entry.of(0, 1)).get(BOUND_SECONDS, TimeUnit.SECONDS);
      brokers.wires().forEach(Wire::blackHoleBack);
      List<CompletableFuture<Void>> sent =
          IntStream.rangeClosed(1, ENTRIES)
              .mapToObj(number -> publisher.send(TOPIC, Entry.of(number, 1)))
              .toList();
      Until.seen("entries without an answer", () -> log.length(TOPIC) == 1 + ENTRIES);
      brokers.wires().forEach(Wire::heal);
      for (CompletableFuture<Void> each : sent) {
        each.get(BOUND_SECONDS, TimeUnit.SECONDS);
      }
      return new LogAudit(log.read(TOPIC));
    }
  }
}
