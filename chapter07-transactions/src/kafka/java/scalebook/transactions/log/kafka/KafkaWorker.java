package scalebook.transactions.log.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.engines.process.Lifeline;
import scalebook.transactions.log.WorkerSettings;

/** One of a group: a process that reads entries and writes the effect of each. */
public final class KafkaWorker {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaWorker.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final WorkerSettings settings;

  private KafkaWorker(WorkerSettings settings) {
    this.settings = settings;
  }

  public static void main(String[] args) {
    KafkaWorker worker = new KafkaWorker(Lifeline.attach(WorkerSettings.class, line -> {}));
    while (true) {
      worker.work();
    }
  }

  /** Until somebody else has its partitions, or its broker is away: then it begins again. */
  private void work() {
    try (KafkaConsumer<String, String> from = Kafka.consumer(reading());
        KafkaProducer<String, String> to = Kafka.producer(writing())) {
      if (settings.transactions()) {
        to.initTransactions(); // aborts what an earlier one of this name has left open
      }
      from.subscribe(List.of(settings.from()), new Telling(from));
      while (true) {
        ConsumerRecords<String, String> records = from.poll(POLL);
        if (!records.isEmpty()) {
          handle(records, from, to);
        }
      }
    } catch (KafkaException again) {
      LOG.warn("{} begins again", settings.name(), again);
    }
  }

  private void handle(
      ConsumerRecords<String, String> records,
      KafkaConsumer<String, String> from,
      KafkaProducer<String, String> to) {
    if (settings.transactions()) {
      to.beginTransaction();
    }
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (ConsumerRecord<String, String> record : records) {
      to.send(new ProducerRecord<>(settings.to(), record.key(), record.value()));
      next.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    to.flush();
    while (settings.holds()) {
      System.out.println("holds");
      LockSupport.park();
    }
    if (settings.transactions()) {
      to.sendOffsetsToTransaction(next, from.groupMetadata());
      to.commitTransaction();
    } else {
      from.commitSync(next);
    }
  }

  private Map<String, Object> reading() {
    Map<String, Object> all = Kafka.client(settings.servers());
    all.put("group.id", "workers");
    all.put("enable.auto.commit", "false");
    all.put("auto.offset.reset", "earliest");
    all.put("isolation.level", "read_committed");
    all.put("max.poll.records", "20");
    all.put("session.timeout.ms", "3000");
    all.put("heartbeat.interval.ms", "300");
    return all;
  }

  private Map<String, Object> writing() {
    Map<String, Object> all = Kafka.client(settings.servers());
    all.put("acks", "all");
    all.put("linger.ms", "0");
    if (settings.transactions()) {
      all.put("transactional.id", settings.name());
    }
    return all;
  }

  /** Says which partitions it owns. */
  private record Telling(KafkaConsumer<String, String> from) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      tell(from.assignment());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      tell(List.of());
    }

    private static void tell(Collection<TopicPartition> owned) {
      TreeSet<Integer> numbers = new TreeSet<>();
      owned.forEach(one -> numbers.add(one.partition()));
      System.out.println("owns " + numbers);
    }
  }
}
