package scalebook.transactions.stage.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scalebook.engines.process.Child;
import scalebook.lab.Lab;
import scalebook.transactions.log.PartitionedLog;

/** The playground's broker, to which a relay publishes. */
public final class KafkaDesk implements AutoCloseable {
  public static final String NAME = "kafka";
  private static final String TOPIC = "orders";
  private static final int PARTITIONS = 3;
  private static final int CLIENT_MEGABYTES = 128;

  private final Brokers brokers;
  private PartitionedLog log;

  /** Starts the broker, and waits for nothing. */
  public KafkaDesk(Lab lab) throws IOException {
    brokers = new Brokers(lab, 1);
  }

  /** Returns when the topic is there. */
  public void open() {
    log = brokers.connect();
    log.create(TOPIC, PARTITIONS);
  }

  /** Where a shop finds it. */
  public String url() {
    return "kafka://%s/%s".formatted(brokers.servers(), TOPIC);
  }

  /** For the JVM of a client. */
  public List<String> options() {
    List<String> options = new ArrayList<>(Child.small(CLIENT_MEGABYTES));
    options.addAll(List.of("-cp", brokers.guest().pathBeforeOurs()));
    return options;
  }

  public boolean alive() {
    return brokers.node(1).alive();
  }

  public void kill() {
    brokers.node(1).kill();
  }

  /** Returns when it takes events again. */
  public void start() {
    if (!alive()) {
      brokers.restart(1);
      brokers.connect().close();
    }
  }

  public void pause() {
    brokers.node(1).pause();
  }

  public void resume() {
    brokers.node(1).resume();
  }

  /** So many were published, some of them twice perhaps. */
  public long published() {
    return log.length(TOPIC);
  }

  @Override
  public void close() {
    log.close();
    brokers.close();
  }
}
