package scalebook.replication.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import scalebook.engines.MySql;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;
import scalebook.replication.stage.MonitorProcess.Operator;

/** What runs beside the databases, each as a process of its own: three nodes and two monitors. */
public final class Machines implements AutoCloseable {
  private static final List<String> JVM = Child.small(64);
  static final List<String> MONITORS = List.of("monitor-1", "monitor-2");
  private static final long LEASE_MILLIS = 1_200;
  private static final long LOOK_NANOS = 30_000_000;

  /** A dead monitor's lease is over by then, and another one at work. */
  private static final long MONITOR_NANOS = 4_000_000_000L;

  private final Lab lab;
  private final Topology topology;
  private final Safety safety;
  private final Consumer<String> told;
  private final Path folder;
  private final Map<String, Ports.Claim> ports = new LinkedHashMap<>();
  private final Map<String, Child> nodes = new ConcurrentSkipListMap<>();
  private final Map<String, Child> monitors = new ConcurrentSkipListMap<>();
  private final Network network;

  /**
   * @param told what the monitors say
   */
  Machines(Lab lab, Topology topology, Safety safety, Consumer<String> told) {
    this.lab = lab;
    this.topology = topology;
    this.safety = safety;
    this.told = told;
    this.folder = lab.workspace().folder("cluster");
    Home home = Home.ofUser();
    Stream.concat(
            Topology.NAMES.stream()
                .flatMap(name -> Stream.of(name, name + "-gate", name + "-reads")),
            MONITORS.stream())
        .forEach(name -> ports.put(name, Ports.claim(home)));
    this.network = new Network(topology, name -> ports.get(name).port());
  }

  Network network() {
    return network;
  }

  void startNode(String name) {
    Map<String, NodeProcess.Way> databases = new LinkedHashMap<>();
    Topology.NAMES.forEach(to -> databases.put(to, way(name, to)));
    NodeProcess.Settings settings =
        new NodeProcess.Settings(
            name,
            topology.server(name).dialect(),
            ports.get(name).port(),
            ports.get(name + "-gate").port(),
            ports.get(name + "-reads").port(),
            lab.workspace().folder("cluster/" + name).toString(),
            databases,
            network.ports(name),
            safety,
            LEASE_MILLIS);
    nodes.put(name, child(name, NodeProcess.class, settings, line -> {}));
  }

  private NodeProcess.Way way(String from, String to) {
    MySql server = topology.server(to);
    int port = topology.port(from, to);
    Map<String, String> login = new LinkedHashMap<>();
    Properties properties = server.properties();
    properties.stringPropertyNames().forEach(key -> login.put(key, properties.getProperty(key)));
    return new NodeProcess.Way(
        server.url(server.host(), port), server.host(), port, login, topology.source(from, to));
  }

  /** The first one, or the one that stands by. */
  void startMonitor(int number) {
    String name = MONITORS.get(number);
    MonitorProcess.Settings settings =
        new MonitorProcess.Settings(name, ports.get(name).port(), network.ports(Network.MONITORS));
    monitors.put(name, child(name, MonitorProcess.class, settings, told));
  }

  void watch(int number) {
    monitors.get(MONITORS.get(number)).send("watch");
  }

  private Child child(String name, Class<?> main, Record settings, Consumer<String> onLine) {
    return Child.jvm(name, folder.resolve(name + ".log"), JVM, main, settings, onLine);
  }

  Child node(String name) {
    return nodes.get(name);
  }

  Child monitor(String name) {
    return monitors.get(name);
  }

  List<List<String>> logs() {
    return nodes.values().stream().map(node -> node.logTail(5)).toList();
  }

  /** A planned change of the primary: one monitor works, the other one refuses. */
  public String switchover(String to) throws IOException {
    long deadline = System.nanoTime() + MONITOR_NANOS;
    while (true) {
      for (String monitor : MONITORS) {
        try {
          return Remote.at(ports.get(monitor).port(), Operator.class).switchover(to);
        } catch (IOException standsByOrIsDead) {
          if (System.nanoTime() - deadline > 0) {
            throw standsByOrIsDead;
          }
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** The monitor that works now, will end there: the other one has to go on. */
  public void crashMonitorsAt(String place) {
    monitors.values().forEach(monitor -> monitor.send("crash " + place));
  }

  public long deadMonitors() {
    return monitors.values().stream().filter(monitor -> !monitor.alive()).count();
  }

  /** Starts those that ended; nobody ends anywhere any more. */
  public void restartMonitors() {
    for (int i = 0; i < MONITORS.size(); i++) {
      if (monitors.get(MONITORS.get(i)).alive()) {
        monitors.get(MONITORS.get(i)).send("crash never");
      } else {
        startMonitor(i);
        watch(i);
      }
    }
  }

  @Override
  public void close() {
    monitors.values().forEach(Child::close);
    nodes.values().forEach(Child::close);
    network.close();
    for (Ports.Claim claim : new ArrayList<>(ports.values())) {
      try {
        claim.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
