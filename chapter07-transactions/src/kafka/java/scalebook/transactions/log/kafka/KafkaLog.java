package scalebook.transactions.log.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import scalebook.engines.json.Json;
import scalebook.transactions.log.Entry;
import scalebook.transactions.log.PartitionedLog;
import scalebook.transactions.log.Publisher;

/** Topics of a Kafka cluster. */
final class KafkaLog implements PartitionedLog {
  private static final long BOUND_NANOS = 120_000_000_000L;
  private static final long LOOK_NANOS = 50_000_000;
  private static final Duration POLL = Duration.ofMillis(100);

  private final String servers;
  private final int brokers;
  private final Admin admin;

  KafkaLog(String servers, int brokers) {
    this.servers = servers;
    this.brokers = brokers;
    Map<String, Object> settings = Kafka.client(servers);
    settings.put("request.timeout.ms", "5000");
    this.admin = Kafka.among(() -> Admin.create(settings));
    until("brokers", () -> admin.describeCluster().nodes().get().size() == brokers);
  }

  /** A broker that is only just there, or no longer, is asked again. */
  private static void until(String what, Callable<Boolean> seen) {
    long end = System.nanoTime() + BOUND_NANOS;
    Exception last = null;
    do {
      try {
        if (seen.call()) {
          return;
        }
      } catch (ExecutionException again) {
        last = again;
      } catch (Exception e) {
        throw new IllegalStateException(what, e);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    } while (System.nanoTime() - end < 0);
    throw new IllegalStateException("Kafka shows no " + what, last);
  }

  @Override
  public void create(String topic, int partitions) {
    until(
        topic,
        () -> {
          try {
            admin
                .createTopics(List.of(new NewTopic(topic, partitions, (short) brokers)))
                .all()
                .get();
          } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) { // by an attempt before
              throw e;
            }
          }
          return true;
        });
    until("leaders of " + topic, () -> led(topic));
  }

  private boolean led(String topic) throws Exception {
    return describe(topic).partitions().stream()
        .allMatch(one -> one.leader() != null && one.isr().size() == brokers);
  }

  private TopicDescription describe(String topic) throws Exception {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
  }

  @Override
  public int leader(String topic) {
    int[] leader = {Node.noNode().id()};
    until(
        "leader of " + topic,
        () -> {
          Node node = describe(topic).partitions().get(0).leader();
          leader[0] = node == null ? Node.noNode().id() : node.id();
          return leader[0] >= 0;
        });
    return leader[0];
  }

  @Override
  public Publisher publisher(Publisher.Settings settings) {
    return new KafkaPublisher(servers, settings);
  }

  @Override
  public List<Entry> read(String topic) {
    return read(topic, "read_uncommitted");
  }

  @Override
  public List<Entry> committed(String topic) {
    return read(topic, "read_committed");
  }

  private List<Entry> read(String topic, String isolation) {
    List<Entry> entries = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = reader(isolation)) {
      List<TopicPartition> all = partitions(consumer, topic);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      until(
          "end of " + topic,
          () -> {
            for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
              entries.add(Json.read(record.value(), Entry.class));
            }
            return all.stream().allMatch(one -> consumer.position(one) >= ends.get(one));
          });
    }
    return entries;
  }

  @Override
  public long length(String topic) {
    try (KafkaConsumer<String, String> consumer = reader("read_uncommitted")) {
      return consumer.endOffsets(partitions(consumer, topic)).values().stream()
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  private KafkaConsumer<String, String> reader(String isolation) {
    Map<String, Object> settings = Kafka.client(servers);
    settings.put("isolation.level", isolation);
    settings.put("enable.auto.commit", "false");
    return Kafka.consumer(settings);
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<String, String> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(one -> new TopicPartition(topic, one.partition()))
        .toList();
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
