package scalebook.transactions.log;

import java.nio.file.Path;

/** What an engine's own classes can do. */
public interface LogEngine {
  /** Prepares the disk of a broker. */
  void format(int node, String cluster, Path folder);

  /** Once this many brokers are there. */
  PartitionedLog connect(String servers, int brokers);

  /** The main class of a process that reads one topic and writes another. */
  Class<?> worker();
}
