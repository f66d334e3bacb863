package scalebook.replication.stage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.replication.node.Node;
import scalebook.replication.router.Policy;
import scalebook.replication.router.Router;

/**
 * Three machines, each with a database and what stands beside it, two monitors, and wires between
 * all of them. Verbs break a machine as a whole, or a link.
 */
public final class Cluster implements AutoCloseable {
  private static final long LOOK_NANOS = 30_000_000;
  private static final long HEALTHY_NANOS = 30_000_000_000L;
  private static final long MOST_LAG_MILLIS = 1_000;
  private static final Policy POLICY = Policy.of(MOST_LAG_MILLIS);

  private final Topology topology;
  private final Machines machines;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final Router router;
  private final ExecutorService askers = Tasks.executor();
  private volatile Consumer<String> listener = line -> {};
  private volatile boolean closed;

  private Cluster(Lab lab, Topology topology, Safety safety) {
    this.topology = topology;
    this.machines = new Machines(lab, topology, safety, this::tell);
    Topology.NAMES.forEach(
        name -> nodes.put(name, Remote.at(network().port(Network.CLIENTS, name), Node.class)));
    this.router = topology.router(POLICY, network()::gate, network()::reads);
  }

  /**
   * @param waits whether an acknowledgement waits for a replica
   */
  public static Cluster open(Lab lab, boolean waits, int accounts, long cents) throws SQLException {
    return open(lab, new Safety(waits, true, true), accounts, cents);
  }

  public static Cluster open(Lab lab, Safety safety, int accounts, long cents) throws SQLException {
    Cluster cluster = new Cluster(lab, Topology.start(lab), safety);
    try {
      cluster.begin(accounts, cents, safety.epoch());
      return cluster;
    } catch (SQLException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void begin(int accounts, long cents, boolean epochs) throws SQLException {
    Topology.NAMES.forEach(machines::startNode);
    machines.startMonitor(0);
    topology.fill(accounts, cents, epochs);
    machines.watch(0);
    Topology.NAMES.forEach(name -> Tasks.daemon("watch-" + name, () -> watch(name)).start());
    awaitHealthy();
    machines.startMonitor(1); // stands by
    machines.watch(1);
  }

  /** A client that has not heard of anything since: it writes to this one, in this epoch. */
  public Router clientOf(String name, long epoch) {
    return topology.router(POLICY, network()::gate, network()::reads).primary(epoch, name);
  }

  /** The same for one that nobody fences: it goes around the gate. */
  public Router clientAround(String name, long epoch) {
    return topology.router(POLICY).primary(epoch, name);
  }

  /**
   * Writers who are told where the primary is, and some who stay with the one of today, whatever
   * they hear.
   */
  public Writers writers(long firstId) {
    return Writers.start(router, clientOf(primary(), router.epoch()).patience(200), firstId);
  }

  /** The same for clients that keep a history of registers. */
  public RegisterClients registers() {
    return new RegisterClients(router, clientOf(primary(), router.epoch()).patience(200));
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

  /** Tells the clients the primary: the node that claims it with the newest epoch. */
  private void watch(String name) {
    while (!closed) {
      status(name).filter(Node.Status::leads).ifPresent(s -> router.primary(s.epoch(), name));
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** What a node says of itself; nothing when it does not answer. */
  public Optional<Node.Status> status(String name) {
    try {
      return Optional.of(nodes.get(name).status());
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  /** What each says of itself; all are asked at the same time. */
  public Map<String, Optional<Node.Status>> saying() {
    Map<String, Optional<Node.Status>> all = new ConcurrentSkipListMap<>();
    CompletableFuture.allOf(
            Topology.NAMES.stream()
                .map(n -> CompletableFuture.runAsync(() -> all.put(n, status(n)), askers))
                .toArray(CompletableFuture[]::new))
        .join();
    return all;
  }

  /** Of those that answer. */
  public List<Node.Status> statuses() {
    return saying().values().stream().flatMap(Optional::stream).toList();
  }

  /** Its links can be cut. */
  public Network network() {
    return machines.network();
  }

  /** For a planned change. */
  public Machines machines() {
    return machines;
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
    return Topology.others(primary()).get(0);
  }

  /** The machine is gone: database, agent, gate and keeper. */
  public void kill(String name) {
    machines.node(name).kill();
    topology.server(name).kill();
  }

  /** It is switched on again. */
  public void start(String name) {
    topology.server(name).start();
    if (!machines.node(name).alive()) {
      machines.startNode(name);
    }
  }

  /** Nothing on it moves until it is resumed. */
  public void pause(String name) {
    topology.server(name).pause();
    machines.node(name).pause();
  }

  public void resume(String name) {
    topology.server(name).resume();
    machines.node(name).resume();
  }

  /** One primary, and two that follow it closely. */
  public void awaitHealthy() {
    await(MOST_LAG_MILLIS);
  }

  /** As healthy, but however far behind: who writes without end may be too fast for a replica. */
  public void awaitFollowing() {
    await(Long.MAX_VALUE);
  }

  private void await(long mostLagMillis) {
    Waiting.until(
        HEALTHY_NANOS,
        () -> Health.of(statuses(), router.epoch(), mostLagMillis),
        () -> "not healthy: " + statuses() + told + machines.logs());
  }

  /** After {@link #awaitHealthy}, when nobody writes any more: all have the same rows. */
  public boolean equal() throws SQLException {
    return topology.awaitEqual(primary());
  }

  public Writers.Finding check(Writers writers) throws SQLException {
    return topology.read(primary(), writers::check);
  }

  @Override
  public void close() {
    closed = true;
    router.close();
    machines.close();
    topology.close();
    askers.shutdown();
  }
}
