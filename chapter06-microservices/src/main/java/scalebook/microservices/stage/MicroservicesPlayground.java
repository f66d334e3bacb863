package scalebook.microservices.stage;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.supervisor.Pause;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.registry.Watch;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Gateway;

/** A shop of five services behind a gateway, and the registry that knows where they are. */
@Command(name = "play 6", description = "the shop's services behind their gateway")
public final class MicroservicesPlayground extends Playground {
  private static final long MOST_MILLIS = 2_000;

  @Option(names = "--instances", description = "of each service (default: ${DEFAULT-VALUE})")
  private int instances = 2;

  @Option(
      names = "--on",
      description = "who lists the services: registry or zookeeper (default: ${DEFAULT-VALUE})")
  private Kind on = Kind.REGISTRY;

  /** Time to look around. */
  @Option(
      names = "--away",
      description = "how long a killed instance stays away, in ms (default: ${DEFAULT-VALUE})")
  private int away = 3_000;

  @Option(
      names = "--session",
      description = "ZooKeeper lists a dead instance so long, in ms (default: ${DEFAULT-VALUE})")
  private int session = 4_000;

  /** Whose registry: ours, or an engine's. */
  private enum Kind {
    REGISTRY,
    ZOOKEEPER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Killed ones by their port: the next of that name has another. */
  private final Map<String, Integer> dead = new ConcurrentHashMap<>();

  private FleetRegistry registry;
  private Fleet fleet;
  private Gateway gateway;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    registry =
        on == Kind.ZOOKEEPER
            ? new ZooKeeperDesk(lab, session)
            : new OwnRegistry(lab, Timing.DEFAULT);
    Pause again = (crashes, random) -> away; // a back-off's full jitter may be short
    fleet = new Fleet(lab, Settings.defaults().backoff(again, Integer.MAX_VALUE), registry);
    fleet.startAll(instances);
    gateway = new Gateway(port, fleet.registry(), name -> name, MOST_MILLIS);
    verb("kill order-2", "an instance dies, or " + registry.parts(), words -> kill(words.get(0)));
    verb(
        "scale order 4",
        "so many instances of a service",
        words -> scale(words.get(0), Integer.parseInt(words.get(1))));
    verb(
        "slow inventory 500",
        "a service takes so many ms more",
        words -> slow(words.get(0), Long.parseLong(words.get(1))));
    verb("start " + registry.parts(), "another one in its place", words -> start(words.get(0)));
    return () -> {
      gateway.close();
      fleet.close();
    };
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + gateway.port();
  }

  /**
   * The registry's table, empty when it does not answer, and what the gateway goes on with.
   *
   * @param nodes of ZooKeeper
   * @param known instances by their service
   * @param ageMillis how old the oldest of these lists is
   * @param dead instances that were killed, until the next of that name is known
   */
  record State(
      List<Record> nodes,
      List<String> registry,
      Map<String, List<Instance>> known,
      long ageMillis,
      Map<String, Integer> dead) {
    private static final String AWAY =
        "the registry does not answer; the gateway goes on with what it knew %d s ago,"
            + " for %d s at most: %d of order";

    @Override
    public String toString() {
      StringBuilder all = new StringBuilder();
      nodes.forEach(node -> all.append("  ").append(node).append('\n'));
      return registry.isEmpty()
          ? all + "  " + AWAY.formatted(ageMillis / 1_000, Watch.KEEP_MILLIS / 1_000, orders())
          : all + "  " + String.join("\n  ", registry);
    }

    private int orders() {
      return known.get(Function.ORDER.service()).size();
    }
  }

  @Override
  protected Record status() {
    Map<String, List<Instance>> known = new TreeMap<>();
    long age = 0;
    for (Function each : Function.values()) {
      ServiceCaller caller = gateway.caller(each);
      known.put(each.service(), List.copyOf(caller.instances()));
      age = Math.max(age, caller.listAgeMillis());
    }
    known.values().stream()
        .flatMap(List::stream)
        .forEach(one -> dead.computeIfPresent(one.name(), (n, at) -> at == one.port() ? at : null));
    return new State(registry.nodes(), table(), known, age, Map.copyOf(dead));
  }

  private List<String> table() {
    try {
      return registry.table();
    } catch (IOException away) {
      return List.of();
    }
  }

  private String kill(String name) throws Exception {
    if (registry.has(name)) {
      registry.kill(name);
      return (name.equals(OwnRegistry.NAME) ? "the " : "") + name + " is dead";
    }
    int at = fleet.port(name);
    fleet.kill(name);
    dead.put(name, at);
    return name + " is dead";
  }

  private String start(String name) throws Exception {
    if (!registry.has(name)) {
      throw new IllegalArgumentException(
          "a killed service restarts by itself: only start " + registry.parts());
    }
    return registry.start(name);
  }

  private String scale(String service, int count) throws Exception {
    fleet.scale(service, count);
    return service + ": " + count + " instances";
  }

  private String slow(String service, long millis) throws Exception {
    fleet.slow(service, millis);
    return service + " takes " + millis + " ms more";
  }
}
