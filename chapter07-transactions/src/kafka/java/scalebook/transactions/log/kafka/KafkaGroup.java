package scalebook.transactions.log.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.engines.json.Json;
import scalebook.transactions.log.ReadersPlace;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.outbox.Events;

/**
 * A group with one reader of all partitions. A group's place is one offset a partition, and no list
 * of what it has acknowledged: it stays before the first event that is open.
 */
final class KafkaGroup {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaGroup.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<String, String> consumer;
  private final String topic;
  private final Map<TopicPartition, ReadersPlace> places = new HashMap<>();

  KafkaGroup(KafkaConsumer<String, String> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  private Set<TopicPartition> partitions() {
    Set<TopicPartition> all = new HashSet<>();
    consumer
        .partitionsFor(topic)
        .forEach(one -> all.add(new TopicPartition(topic, one.partition())));
    return all;
  }

  private static long place(OffsetAndMetadata committed) {
    return committed == null ? 0 : committed.offset();
  }

  /** From its place on. */
  void begin() {
    Set<TopicPartition> all = partitions();
    consumer.assign(all);
    consumer
        .committed(all)
        .forEach(
            (one, committed) -> {
              consumer.seek(one, place(committed));
              places.put(one, new ReadersPlace(place(committed)));
            });
  }

  List<Events.Received> read() {
    List<Events.Received> events = new ArrayList<>();
    for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
      try {
        Event event = Json.read(record.value(), Event.class);
        events.add(new Events.Received(record.partition() + ":" + record.offset(), event));
        places.get(new TopicPartition(topic, record.partition())).read(record.offset());
      } catch (RuntimeException noEvent) {
        LOG.error("{} is no event", record, noEvent);
      }
    }
    return events;
  }

  void acknowledge(String at) {
    String[] words = at.split(":");
    TopicPartition partition = new TopicPartition(topic, Integer.parseInt(words[0]));
    long place = places.get(partition).acknowledge(Long.parseLong(words[1]));
    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(place)));
  }

  boolean drained() {
    Set<TopicPartition> all = partitions();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
    return consumer.endOffsets(all).entrySet().stream()
        .allMatch(end -> place(committed.get(end.getKey())) >= end.getValue());
  }

  void close() {
    consumer.close();
  }
}
