package scalebook.transactions.log;

import java.util.List;

/** A log whose topics are split into partitions; each partition is in order, and has a leader. */
public interface PartitionedLog extends AutoCloseable {
  /** On all brokers; returns when it is there. */
  void create(String topic, int partitions);

  Publisher publisher(Publisher.Settings settings);

  /** All entries, as one reader of all partitions gets them. */
  List<Entry> read(String topic);

  /** Without those of transactions that have not ended, or that were aborted. */
  List<Entry> committed(String topic);

  /** How many entries all in-sync replicas have. */
  long length(String topic);

  /** The broker that takes the writes of a topic's first partition. */
  int leader(String topic);

  @Override
  void close();
}
