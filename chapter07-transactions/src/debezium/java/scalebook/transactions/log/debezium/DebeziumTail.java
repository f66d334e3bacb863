package scalebook.transactions.log.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import scalebook.engines.json.Json;
import scalebook.engines.process.Lifeline;
import scalebook.transactions.log.TailSettings;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.shop.Order;

/** A process that reads a database's binary log, and tells each event that is put in its outbox. */
public final class DebeziumTail {
  private static final String PLACES = "org.apache.kafka.connect.storage.";

  private DebeziumTail() {}

  public static void main(String[] args) {
    TailSettings settings = Lifeline.attach(TailSettings.class, line -> {});
    DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties(settings))
            .using((held, message, error) -> System.err.println("ended: " + message + " " + error))
            .notifying(change -> tell((Struct) change.record().value()))
            .build();
    engine.run(); // returns when it has failed
    Runtime.getRuntime().halt(1);
  }

  private static void tell(Struct change) {
    Struct row = change.getStruct("after");
    Order order =
        new Order(
            row.getInt64("id"),
            row.getInt32("customer"),
            row.getInt32("item"),
            row.getInt32("quantity"),
            row.getInt64("cents"));
    int number = row.getInt32("number");
    System.out.println(
        Json.text(new Event(number, order, row.getString("kind"), row.getInt32("hops"))));
  }

  private static Properties properties(TailSettings settings) {
    Path folder = Path.of(settings.folder());
    Properties all = new Properties();
    all.setProperty("name", "outbox");
    all.setProperty("topic.prefix", "book");
    all.setProperty("connector.class", "io.debezium.connector.mariadb.MariaDbConnector");
    all.setProperty("database.hostname", "127.0.0.1");
    all.setProperty("database.port", String.valueOf(settings.port()));
    all.setProperty("database.user", settings.user());
    all.setProperty("database.password", settings.password());
    all.setProperty("database.ssl.mode", "disable");
    all.setProperty("database.server.id", "5701"); // as a replica, unlike every other
    all.setProperty("database.include.list", settings.database());
    all.setProperty("table.include.list", settings.database() + ".outbox");
    all.setProperty("include.schema.changes", "false");
    all.setProperty("snapshot.mode", "no_data"); // the log from now on
    all.setProperty("poll.interval.ms", "20");
    String store = settings.keepsPlace() ? "FileOffsetBackingStore" : "MemoryOffsetBackingStore";
    all.setProperty("offset.storage", PLACES + store);
    all.setProperty("offset.storage.file.filename", folder.resolve("place").toString());
    all.setProperty("offset.flush.interval.ms", "3600000"); // late: what it told comes again
    all.setProperty(
        "schema.history.internal", "io.debezium.storage.file.history.FileSchemaHistory");
    all.setProperty("schema.history.internal.file.filename", folder.resolve("tables").toString());
    return all;
  }
}
