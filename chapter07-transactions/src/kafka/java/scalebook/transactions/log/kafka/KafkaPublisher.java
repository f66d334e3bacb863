package scalebook.transactions.log.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import scalebook.engines.json.Json;
import scalebook.transactions.log.Entry;
import scalebook.transactions.log.Publisher;

/** Kafka's producer; it tries again by itself. */
final class KafkaPublisher implements Publisher {
  private final KafkaProducer<String, String> producer;
  private final boolean byKey;

  KafkaPublisher(String servers, Settings settings) {
    Map<String, Object> all = Kafka.client(servers);
    all.put("acks", settings.acks());
    all.put("enable.idempotence", String.valueOf(settings.idempotent()));
    all.put("request.timeout.ms", "5000");
    all.put("delivery.timeout.ms", "60000");
    all.put("linger.ms", "0");
    producer = Kafka.producer(all);
    byKey = settings.byKey();
  }

  @Override
  public CompletableFuture<Void> send(String topic, Entry entry) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    Integer partition = byKey ? null : entry.serial() % producer.partitionsFor(topic).size();
    producer.send(
        new ProducerRecord<>(topic, partition, entry.key(), Json.text(entry)),
        (where, error) -> {
          if (error == null) {
            acknowledged.complete(null);
          } else {
            acknowledged.completeExceptionally(error);
          }
        });
    return acknowledged;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
