package scalebook.transactions.stage;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import scalebook.transactions.outbox.Outbox;
import scalebook.transactions.shop.Part;
import scalebook.transactions.stage.log.KafkaDesk;

/** Breaks and mends the databases and the coordinator's process, by their names. */
final class Broken {
  static final String COORDINATOR = "coordinator";

  private final ShopDatabases databases;
  private final Supplier<RunningShop> shop;
  private final Optional<KafkaDesk> kafka;
  private final Set<String> paused = ConcurrentHashMap.newKeySet();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();

  Broken(ShopDatabases databases, Supplier<RunningShop> shop, Optional<KafkaDesk> kafka) {
    this.kafka = kafka;
    this.databases = databases;
    this.shop = shop;
  }

  static Part part(String name) {
    return Stream.of(Part.values())
        .filter(part -> part.database().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no database " + name + ": orders, inventory or shipment"));
  }

  /** The broker, when it has this name and is there. */
  private Optional<KafkaDesk> kafka(String name) {
    return kafka.filter(desk -> name.equals(KafkaDesk.NAME));
  }

  String kill(String name) {
    if (name.equals(COORDINATOR)) {
      shop.get().kill();
    } else {
      kafka(name).ifPresentOrElse(KafkaDesk::kill, () -> databases.server(part(name)).kill());
    }
    paused.remove(name);
    return name + " is dead";
  }

  String start(String name) {
    kafka(name).ifPresentOrElse(KafkaDesk::start, () -> databases.server(part(name)).start());
    return name + " is back";
  }

  String pause(String name) {
    if (name.equals(COORDINATOR)) {
      shop.get().pause();
    } else {
      kafka(name).ifPresentOrElse(KafkaDesk::pause, () -> databases.server(part(name)).pause());
    }
    paused.add(name);
    return name + " hangs";
  }

  String resume(String name) {
    if (name.equals(COORDINATOR)) {
      shop.get().resume();
    } else {
      kafka(name).ifPresentOrElse(KafkaDesk::resume, () -> databases.server(part(name)).resume());
    }
    paused.remove(name);
    return name + " goes on";
  }

  String cut(String name) {
    databases.wire(part(name)).blackHole();
    cut.add(name);
    return "nobody reaches " + name;
  }

  String heal() {
    Stream.of(Part.values()).forEach(part -> databases.wire(part).heal());
    cut.clear();
    return "all databases are reached";
  }

  /** Up, down, paused or cut. */
  String state(String name) {
    boolean up =
        name.equals(COORDINATOR)
            ? shop.get().alive()
            : kafka(name)
                .map(KafkaDesk::alive)
                .orElseGet(() -> databases.server(part(name)).alive());
    if (!up) {
      return "down";
    }
    return paused.contains(name) ? "paused" : cut.contains(name) ? "cut" : "up";
  }

  List<Seen.One> databases() {
    return Stream.of(Part.values()).map(this::seen).toList();
  }

  /** Where the events go, if a relay publishes them to Kafka. */
  List<Seen.Shipped> shipped() throws SQLException {
    if (kafka.isEmpty()) {
      return List.of();
    }
    String state = state(KafkaDesk.NAME);
    long published = state.equals("up") ? kafka.get().published() : -1;
    long waiting = state(Part.ORDERS.database()).equals("up") ? waiting() : -1;
    return List.of(new Seen.Shipped(kafka.get().url(), state, published, waiting));
  }

  private long waiting() throws SQLException {
    return databases.at(Part.ORDERS, Outbox::waiting);
  }

  private Seen.One seen(Part part) {
    String state = state(part.database());
    try {
      boolean answers = !state.equals("down") && !state.equals("paused");
      int inDoubt = answers ? databases.invariant().inDoubt(part).size() : -1;
      return new Seen.One(part.database(), state, inDoubt);
    } catch (SQLException e) {
      return new Seen.One(part.database(), state, -1);
    }
  }
}
