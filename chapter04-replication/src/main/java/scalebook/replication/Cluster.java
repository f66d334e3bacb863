package scalebook.replication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.replication.monitor.MonitorProcess;
import scalebook.replication.node.Message;
import scalebook.replication.node.NodeProcess;
import scalebook.replication.router.Router;
import scalebook.replication.topology.Schema;
import scalebook.replication.topology.Topology;

/**
 * Three machines, each with a database and what stands beside it, two monitors, and wires between
 * all of them. Verbs break a machine as a whole, or a link.
 */
public final class Cluster implements AutoCloseable {
  private static final List<String> JVM = Child.small(64);
  private static final long LEASE_MILLIS = 1_200;
  private static final int ASK_MILLIS = 400;
  private static final int SWITCHOVER_MILLIS = 15_000;

  /** A dead one's lease is over by then, and another one at work. */
  private static final long MONITOR_NANOS = 4_000_000_000L;

  private static final long LOOK_NANOS = 30_000_000;
  private static final long HEALTHY_NANOS = 30_000_000_000L;
  private static final long MOST_LAG_MILLIS = 1_000;

  private final Topology topology;
  private final Lab lab;
  private final boolean waits;
  private final Map<String, Ports.Claim> ports = new LinkedHashMap<>();
  private final Network network;
  private final Map<String, Child> nodes = new LinkedHashMap<>();
  private final Map<String, Child> monitors = new ConcurrentSkipListMap<>();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final Router router;
  private final Path folder;
  private volatile Consumer<String> listener = line -> {};
  private volatile boolean closed;

  private Cluster(Lab lab, Topology topology, boolean waits) {
    this.lab = lab;
    this.topology = topology;
    this.waits = waits;
    this.folder = lab.workspace().folder("cluster");
    Home home = Home.ofUser();
    for (String name : Topology.NAMES) {
      ports.put(name, Ports.claim(home));
      ports.put(name + "-gate", Ports.claim(home));
    }
    for (String monitor : List.of("monitor-1", "monitor-2")) {
      ports.put(monitor, Ports.claim(home));
    }
    this.network = new Network(topology, name -> ports.get(name).port());
    this.router = makeRouter();
  }

  /**
   * @param waits whether an acknowledgement waits for a replica
   */
  public static Cluster open(Lab lab, boolean waits, int accounts, long cents) throws Exception {
    Cluster cluster = new Cluster(lab, Topology.start(lab), waits);
    try {
      cluster.begin(accounts, cents);
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  private void begin(int accounts, long cents) throws Exception {
    Topology.NAMES.forEach(this::startNode);
    startMonitor("monitor-1");
    topology.fill(accounts, cents);
    monitors.get("monitor-1").send("watch");
    Topology.NAMES.forEach(name -> Tasks.daemon("watch-" + name, () -> watch(name)).start());
    awaitHealthy();
    startMonitor("monitor-2"); // stands by
    monitors.get("monitor-2").send("watch");
  }

  /** A client that has not heard of anything since: it writes to this one, in this epoch. */
  public Router clientOf(String name, long epoch) {
    Router stays = makeRouter();
    stays.primary(epoch, name);
    return stays;
  }

  private Router makeRouter() {
    List<Router.Place> places = new ArrayList<>();
    for (String name : Topology.NAMES) {
      MySql server = topology.server(name);
      Wire gate = network.gate(name);
      Wire reads = topology.client(name);
      places.add(
          new Router.Place(
              name, server.url(gate.host(), gate.port()), server.url(reads.host(), reads.port())));
    }
    return new Router(
        places,
        topology.login(Schema.WRITER),
        topology.login(Schema.READER),
        topology.dialect(),
        MOST_LAG_MILLIS);
  }

  private String spec(String from) {
    return Topology.NAMES.stream()
        .map(to -> to + ":" + network.port(from, to))
        .collect(Collectors.joining(","));
  }

  private void startNode(String name) {
    Endpoints databases = new Endpoints();
    for (String to : Topology.NAMES) {
      MySql server = topology.server(to);
      int port = to.equals(name) ? server.port() : topology.link(name, to).port();
      databases.add(to, server.url(server.host(), port), server.properties());
      databases.add(
          to + NodeProcess.SOURCE, server.url(server.seenAs(), port), server.properties());
    }
    Path own = lab.workspace().folder("cluster/" + name);
    Path file = databases.write(own.resolve("databases"));
    List<String> arguments =
        List.of(
            name,
            topology.server(name).dialect().name(),
            String.valueOf(ports.get(name).port()),
            String.valueOf(ports.get(name + "-gate").port()),
            file.toString(),
            own.toString(),
            spec(name),
            String.valueOf(waits),
            String.valueOf(LEASE_MILLIS));
    nodes.put(
        name,
        Child.jvm(
            name, folder.resolve(name + ".log"), JVM, NodeProcess.class, arguments, line -> {}));
  }

  private void startMonitor(String name) {
    List<String> arguments =
        List.of(
            name,
            topology.server("db1").dialect().name(),
            String.valueOf(ports.get(name).port()),
            spec(Network.MONITORS));
    monitors.put(
        name,
        Child.jvm(
            name, folder.resolve(name + ".log"), JVM, MonitorProcess.class, arguments, this::tell));
  }

  private void tell(String line) {
    told.add(line);
    listener.accept(line);
  }

  /** Hears what the monitors say from now on. */
  public void listen(Consumer<String> to) {
    listener = to;
  }

  /** All that the monitors said. */
  public List<String> told() {
    return List.copyOf(told);
  }

  /** Tells the clients who the primary is: whoever says so with the newest epoch. */
  private void watch(String name) {
    while (!closed) {
      status(name)
          .filter(s -> s.get("role").equals("PRIMARY") && s.number("left") > 0)
          .ifPresent(s -> router.primary(s.number("epoch"), name));
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** What a node says of itself; nothing when it does not answer. */
  public Optional<Message> status(String name) {
    try {
      return Optional.of(
          new Message().ask(network.port(Network.CLIENTS, name), "/status", ASK_MILLIS));
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  public Topology topology() {
    return topology;
  }

  public Router router() {
    return router;
  }

  public String primary() {
    return router.primaryName();
  }

  /** Another one than the primary, the same one every time it is asked. */
  public String replica() {
    return Topology.NAMES.stream().filter(n -> !n.equals(primary())).findFirst().orElseThrow();
  }

  // --- what can happen ---

  /** The machine is gone: database, agent, gate and keeper. */
  public void kill(String name) {
    nodes.get(name).kill();
    topology.server(name).kill();
  }

  /** It is switched on again. */
  public void start(String name) {
    topology.server(name).start();
    if (!nodes.get(name).alive()) {
      startNode(name);
    }
  }

  /** Nothing on it moves until it is resumed. */
  public void pause(String name) {
    topology.server(name).pause();
    nodes.get(name).pause();
  }

  public void resume(String name) {
    topology.server(name).resume();
    nodes.get(name).resume();
  }

  /** Nothing passes between these two, and neither is told. */
  public void cut(String one, String other) {
    network.cut(one, other);
  }

  /** Away from the other machines and the monitors; clients still reach it. */
  public void isolate(String name) {
    network.isolate(name);
  }

  public void heal() {
    network.heal();
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
    for (String name : List.copyOf(monitors.keySet())) {
      if (monitors.get(name).alive()) {
        monitors.get(name).send("crash never");
      } else {
        startMonitor(name);
        monitors.get(name).send("watch");
      }
    }
  }

  /** A planned change of the primary. */
  public String switchover(String to) throws IOException {
    long deadline = System.nanoTime() + MONITOR_NANOS;
    while (true) {
      for (String monitor : monitors.keySet()) {
        try {
          return new Message()
              .with("to", to)
              .ask(ports.get(monitor).port(), "/switchover", SWITCHOVER_MILLIS)
              .get("done");
        } catch (IOException standsByOrIsDead) {
          if (System.nanoTime() - deadline > 0) {
            throw standsByOrIsDead;
          }
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  // --- what is so in the end ---

  /** One primary, and two that follow it closely. */
  public void awaitHealthy() {
    await(MOST_LAG_MILLIS);
  }

  /** As healthy, but however far behind: who writes without end may be too fast for a replica. */
  public void awaitFollowing() {
    await(Long.MAX_VALUE);
  }

  private void await(long mostLagMillis) {
    long deadline = System.nanoTime() + HEALTHY_NANOS;
    while (!healthy(mostLagMillis)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "not healthy: "
                + Topology.NAMES.stream().map(this::status).toList()
                + told
                + nodes.values().stream().map(n -> n.logTail(5)).toList());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean healthy(long mostLagMillis) {
    List<Message> all =
        Topology.NAMES.stream().map(this::status).flatMap(Optional::stream).toList();
    List<Message> primaries =
        all.stream().filter(s -> s.get("role").equals("PRIMARY") && s.number("left") > 0).toList();
    if (all.size() < Topology.NAMES.size() || primaries.size() != 1) {
      return false;
    }
    Message primary = primaries.get(0);
    return router.epoch() == primary.number("epoch")
        && all.stream()
            .filter(s -> s != primary)
            .allMatch(
                s ->
                    s.get("following").equals(primary.get("name"))
                        && s.get("epoch").equals(primary.get("epoch"))
                        && s.flag("receiving")
                        && s.flag("applying")
                        && s.number("lag") >= 0
                        && s.number("lag") < mostLagMillis);
  }

  /** After {@link #awaitHealthy}, when nobody writes any more: all have the same rows. */
  public boolean equal() throws Exception {
    return topology.awaitEqual(primary());
  }

  public Writers.Finding check(Writers writers) throws SQLException {
    try (var connection = topology.server(primary()).connect()) {
      return writers.check(connection);
    }
  }

  @Override
  public void close() {
    closed = true;
    router.close();
    monitors.values().forEach(Child::close);
    nodes.values().forEach(Child::close);
    network.close();
    topology.close();
    for (Ports.Claim claim : ports.values()) {
      try {
        claim.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
