package scalebook.transactions.log.kafka;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import scalebook.transactions.log.LogEngine;
import scalebook.transactions.log.PartitionedLog;
import scalebook.transactions.outbox.Events;

/** Apache Kafka, by its own classes. */
public final class Kafka implements LogEngine {
  @Override
  public void format(int node, String cluster, Path folder) {
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
          .setNodeId(node)
          .setClusterId(cluster)
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(folder.toString())
          .addDirectory(folder.toString())
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + folder, e);
    }
  }

  @Override
  public PartitionedLog connect(String servers, int brokers) {
    return new KafkaLog(servers, brokers);
  }

  @Override
  public Events events(String servers, String topic) {
    return new KafkaEvents(servers, topic);
  }

  @Override
  public Class<?> worker() {
    return KafkaWorker.class;
  }

  /** Kafka finds its classes by the thread, whose loader may not know them. */
  static <T> T among(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Kafka.class.getClassLoader());
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Whoever loses a broker soon asks another one. */
  static Map<String, Object> client(String servers) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", servers);
    settings.put("reconnect.backoff.max.ms", "200");
    settings.put("retry.backoff.ms", "50");
    settings.put("retry.backoff.max.ms", "200");
    settings.put("metadata.max.age.ms", "2000");
    return settings;
  }

  static KafkaProducer<String, String> producer(Map<String, Object> settings) {
    return among(
        () -> new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()));
  }

  static KafkaConsumer<String, String> consumer(Map<String, Object> settings) {
    return among(
        () -> new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer()));
  }
}
