package scalebook.transactions.log;

import java.nio.file.Path;
import scalebook.transactions.outbox.Events;

/** What an engine's own classes can do. */
public interface LogEngine {
  /** With a loader that finds Kafka's classes. */
  static LogEngine kafka(ClassLoader loader) {
    try {
      Class<?> kafka = loader.loadClass("scalebook.transactions.log.kafka.Kafka");
      return (LogEngine) kafka.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no Kafka here", e);
    }
  }

  /** Prepares the disk of a broker. */
  void format(int node, String cluster, Path folder);

  /** Once this many brokers are there. */
  PartitionedLog connect(String servers, int brokers);

  /** A topic of events; waits for no broker. */
  Events events(String servers, String topic);

  /** The main class of a process that reads one topic and writes another. */
  Class<?> worker();
}
