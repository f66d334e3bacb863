package scalebook.transactions.log;

import java.util.concurrent.CompletableFuture;

/** Adds entries to a log. */
public interface Publisher extends AutoCloseable {
  /** Completes when the log has acknowledged it. */
  CompletableFuture<Void> send(String topic, Entry entry);

  @Override
  void close();

  /**
   * What a publisher asks of the log.
   *
   * @param acks how many replicas have an entry before it counts as written: 0, 1 or all
   * @param idempotent the log recognises an entry that is sent again
   * @param byKey the key chooses the partition; otherwise partitions take turns
   */
  record Settings(String acks, boolean idempotent, boolean byKey) {
    public static final Settings SAFE = new Settings("all", true, true);

    /** An idempotent publisher always waits for all. */
    public Settings acks(String fewer) {
      return new Settings(fewer, idempotent && fewer.equals("all"), byKey);
    }

    public Settings idempotent(boolean recognised) {
      return new Settings(acks, recognised, byKey);
    }

    public Settings byKey(boolean together) {
      return new Settings(acks, idempotent, together);
    }
  }
}
