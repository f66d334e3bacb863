package scalebook.microservices.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.cloning.stage.worker.App;
import scalebook.lab.Lab;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.shop.Function;
import scalebook.microservices.stage.ensemble.Ensemble;

/** The playground's registry: three ZooKeeper nodes, each of which can be killed and started. */
final class ZooKeeperDesk implements FleetRegistry {
  private static final String PREFIX = "zookeeper-";

  private final Ensemble ensemble;
  private final Discovery.Settings settings;
  private final Discovery discovery;

  /** A node: leader, follower, none without a majority, silent when it says nothing, or down. */
  record Node(String name, String mode, String address) {
    @Override
    public String toString() {
      return "%-14s %-9s %s".formatted(name, mode.equals("none") ? "refuses" : mode, address);
    }
  }

  /** {@code sessionMillis}: a dead instance is listed for so long. */
  ZooKeeperDesk(Lab lab, int sessionMillis) throws IOException, ReflectiveOperationException {
    ensemble = Ensemble.plain(lab);
    settings = new Discovery.Settings(ensemble.servers(), sessionMillis, true, false);
    discovery = ensemble.clients().connect(settings);
    Path shell = lab.workspace().folder(Ensemble.NAME).resolve("shell");
    Files.write(shell, ensemble.clients().shell(ensemble.servers()));
    System.out.printf(
        "services register at ZooKeeper, %s%n  its shell: java @%s ls /services%n",
        ensemble.servers(), shell);
  }

  @Override
  public String parts() {
    return PREFIX + 2;
  }

  @Override
  public boolean has(String name) {
    return name.startsWith(PREFIX);
  }

  private static int number(String name) {
    return IntStream.rangeClosed(1, Ensemble.NODES)
        .filter(node -> name.equals(PREFIX + node))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a node is called zookeeper-2"));
  }

  @Override
  public void kill(String name) {
    ensemble.kill(number(name));
  }

  @Override
  public String start(String name) {
    if (!ensemble.living().contains(number(name))) {
      ensemble.start(number(name));
    }
    return name + " is back";
  }

  @Override
  public List<Record> nodes() {
    return IntStream.rangeClosed(1, Ensemble.NODES).mapToObj(this::node).toList();
  }

  private Record node(int node) {
    String mode = ensemble.living().contains(node) ? ensemble.mode(node) : "down";
    return new Node(PREFIX + node, mode.isEmpty() ? "silent" : mode, ensemble.servers(node));
  }

  @Override
  public Registry registry() {
    return new Registry.Theirs(discovery);
  }

  @Override
  public App app(Path endpoints, String service, String name) {
    return new ZooKeeperApp(endpoints, settings, service, name);
  }

  /** Nobody tells us who has heard it: callers ask again and again. */
  @Override
  public boolean leave(String service, String name, int port) {
    try {
      discovery.leave(service, name);
      return true;
    } catch (IOException refused) {
      return false; // its session will end
    }
  }

  @Override
  public long listed(String service) {
    try {
      return discovery.list(service).size();
    } catch (IOException refused) {
      return -1;
    }
  }

  @Override
  public List<String> table() throws IOException {
    List<String> all = new ArrayList<>();
    for (Function each : Function.values()) {
      all.add("%-14s %s".formatted(each.service(), addresses(discovery.list(each.service()))));
    }
    return all;
  }

  static String addresses(List<Instance> instances) {
    return instances.stream()
        .map(one -> one.name() + " :" + one.port())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() throws IOException {
    discovery.close();
    ensemble.close();
  }
}
