package scalebook.transactions.stage.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.Guest;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.transactions.log.LogEngine;
import scalebook.transactions.log.PartitionedLog;

/** Brokers of a log, each a process of its own; they number from 1. */
public final class Brokers implements AutoCloseable {
  private static final String CLUSTER = "c2NhbGVib29rLXRoZS1sb2"; // any 16 bytes
  private static final int MEGABYTES = 256;
  private static final int CLIENTS = 0;
  private static final int WIRED = 1;
  private static final int CONTROLLERS = 2;
  private static final int KINDS = 3;

  private static final String SETTINGS =
      """
      process.roles=broker,controller
      node.id=%d
      controller.quorum.voters=%s
      listeners=DIRECT://127.0.0.1:%d,WIRED://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
      advertised.listeners=DIRECT://127.0.0.1:%d,WIRED://127.0.0.1:%d
      inter.broker.listener.name=DIRECT
      controller.listener.names=CONTROLLER
      listener.security.protocol.map=CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,WIRED:PLAINTEXT
      log.dirs=%s
      min.insync.replicas=%d
      default.replication.factor=%d
      offsets.topic.replication.factor=%d
      offsets.topic.num.partitions=1
      transaction.state.log.replication.factor=%d
      transaction.state.log.min.isr=%d
      transaction.state.log.num.partitions=1
      group.initial.rebalance.delay.ms=0
      group.min.session.timeout.ms=1000
      broker.session.timeout.ms=4000
      broker.heartbeat.interval.ms=500
      controller.quorum.election.timeout.ms=500
      controller.quorum.fetch.timeout.ms=1000
      log.cleaner.dedupe.buffer.size=2097152
      """;

  private final Lab lab;
  private final Guest guest;
  private final int count;
  private final URLClassLoader loader;
  private final LogEngine engine;
  private final List<Ports.Claim> ports = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();
  private final List<Child> nodes = new ArrayList<>();

  /** Starts them, and waits for nothing. */
  public Brokers(Lab lab, int count) throws IOException {
    this.lab = lab;
    this.count = count;
    guest = lab.guest("kafka");
    loader = guest.loader();
    engine = LogEngine.kafka(loader);
    for (int i = 0; i < KINDS * count; i++) {
      ports.add(Ports.claim(Home.ofUser()));
    }
    for (int node = 1; node <= count; node++) {
      wires.add(Wire.to("127.0.0.1", port(node, WIRED)));
      Path disk = folder(node).resolve("disk");
      Files.writeString(folder(node).resolve("settings"), settings(node, disk));
      engine.format(node, CLUSTER, disk);
      nodes.add(begin(node));
    }
  }

  private int port(int node, int kind) {
    return ports.get((node - 1) * KINDS + kind).port();
  }

  private Path folder(int node) {
    return lab.workspace().folder("kafka" + node);
  }

  private String settings(int node, Path disk) {
    String voters =
        all()
            .mapToObj(n -> n + "@127.0.0.1:" + port(n, CONTROLLERS))
            .collect(Collectors.joining(","));
    int clients = port(node, CLIENTS);
    int insync = Math.min(2, count);
    return SETTINGS.formatted(
        node,
        voters,
        clients,
        port(node, WIRED),
        port(node, CONTROLLERS),
        clients,
        wires.get(node - 1).port(),
        disk,
        insync,
        count,
        count,
        count,
        insync);
  }

  private Child begin(int node) {
    String file = folder(node).resolve("settings").toString();
    List<String> command = guest.command(Child.small(MEGABYTES), "kafka.Kafka", file);
    return Child.program("kafka" + node, folder(node).resolve("log"), command);
  }

  private IntStream all() {
    return IntStream.rangeClosed(1, count);
  }

  public int count() {
    return count;
  }

  public String servers() {
    return all().mapToObj(n -> "127.0.0.1:" + port(n, CLIENTS)).collect(Collectors.joining(","));
  }

  /** Once all are there. */
  public PartitionedLog connect() {
    return engine.connect(servers(), count);
  }

  /** The same brokers, each behind a wire. */
  public PartitionedLog connectByWires() {
    String servers =
        wires.stream()
            .map(wire -> wire.host() + ":" + wire.port())
            .collect(Collectors.joining(","));
    return engine.connect(servers, count);
  }

  public List<Wire> wires() {
    return wires;
  }

  public LogEngine engine() {
    return engine;
  }

  Guest guest() {
    return guest;
  }

  Child node(int number) {
    return nodes.get(number - 1);
  }

  /** A new process with the same disk. */
  void restart(int number) {
    nodes.set(number - 1, begin(number));
  }

  @Override
  public void close() {
    nodes.forEach(Child::close);
    wires.forEach(Wire::close);
    try {
      for (Ports.Claim claim : ports) {
        claim.close();
      }
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
