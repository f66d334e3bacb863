package scalebook.transactions.log.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import scalebook.engines.json.Json;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.outbox.Events;

/** Events in a topic of Kafka; the customer is the key. A broker that is away is not waited for. */
final class KafkaEvents implements Events {
  private final String servers;
  private final String topic;
  private final KafkaProducer<String, String> producer;
  private final Map<String, KafkaGroup> groups = new ConcurrentHashMap<>();

  KafkaEvents(String servers, String topic) {
    this.servers = servers;
    this.topic = topic;
    Map<String, Object> settings = Kafka.client(servers);
    settings.put("acks", "all");
    settings.put("linger.ms", "0");
    settings.put("request.timeout.ms", "2000");
    settings.put("delivery.timeout.ms", "4000");
    settings.put("max.block.ms", "4000");
    producer = Kafka.producer(settings);
  }

  @Override
  public void add(Event event) {
    String customer = String.valueOf(event.order().customer());
    try {
      producer.send(new ProducerRecord<>(topic, customer, Json.text(event))).get();
    } catch (ExecutionException unacknowledged) {
      throw new KafkaException(unacknowledged.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }

  /** A log forgets by its age, whoever has read it. */
  @Override
  public boolean full() {
    return false;
  }

  @Override
  public void trim(List<String> readers) {
    // See full.
  }

  private KafkaGroup group(String name) {
    return groups.computeIfAbsent(name, unused -> new KafkaGroup(reader(name), topic));
  }

  private KafkaConsumer<String, String> reader(String group) {
    Map<String, Object> settings = Kafka.client(servers);
    settings.put("group.id", group);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", "50");
    settings.put("request.timeout.ms", "2000");
    settings.put("default.api.timeout.ms", "4000");
    return Kafka.consumer(settings);
  }

  @Override
  public void join(String group) {
    group(group).begin();
  }

  @Override
  public List<Received> again(String group) {
    return group(group).read();
  }

  @Override
  public List<Received> fresh(String group) {
    return group(group).read();
  }

  @Override
  public void acknowledge(String group, String at) {
    group(group).acknowledge(at);
  }

  /** By readers of its own: the groups' may be at work. */
  @Override
  public boolean drained(List<String> readers) {
    for (String name : readers) {
      try (KafkaConsumer<String, String> reader = reader(name)) {
        if (!new KafkaGroup(reader, topic).drained()) {
          return false;
        }
      } catch (KafkaException away) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    producer.close();
    groups.values().forEach(KafkaGroup::close);
  }
}
