package scalebook.microservices.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.supervisor.Backoff;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Gateway;

/** A shop of five services behind a gateway, and the registry that knows where they are. */
@Command(name = "play 6", description = "the shop's services behind their gateway")
public final class MicroservicesPlayground extends Playground {
  private static final long MOST_MILLIS = 2_000;
  private static final String REGISTRY = "registry";

  /** Time to look around before a dead instance is back. */
  private static final Backoff AGAIN = new Backoff(3_000, 6_000);

  @Option(names = "--instances", description = "of each service (default: ${DEFAULT-VALUE})")
  private int instances = 2;

  /** Killed ones by their port: the next of that name has another. */
  private final Map<String, Integer> dead = new ConcurrentHashMap<>();

  private Fleet fleet;
  private Gateway gateway;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    fleet = new Fleet(lab, Settings.defaults().backoff(AGAIN, Integer.MAX_VALUE), Timing.DEFAULT);
    fleet.startAll(instances);
    gateway = new Gateway(port, fleet.registryPort(), name -> name, MOST_MILLIS);
    verb("kill order-2", "an instance, or the registry, dies", words -> kill(words.get(0)));
    verb(
        "scale order 4",
        "so many instances of a service",
        words -> scale(words.get(0), Integer.parseInt(words.get(1))));
    verb(
        "slow inventory 500",
        "a service takes so many ms more",
        words -> slow(words.get(0), Long.parseLong(words.get(1))));
    verb("start registry", "another one, which knows nobody yet", this::start);
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
   * @param known instances by their service
   * @param dead instances that were killed, until the next of that name is known
   */
  record State(
      List<String> registry, Map<String, List<Instance>> known, Map<String, Integer> dead) {
    @Override
    public String toString() {
      return registry.isEmpty()
          ? "  the registry does not answer; the gateway goes on with what it knows: %d of order"
              .formatted(known.get(Function.ORDER.service()).size())
          : "  " + String.join("\n  ", registry);
    }
  }

  @Override
  protected Record status() {
    Map<String, List<Instance>> known = new TreeMap<>();
    for (Function each : Function.values()) {
      known.put(each.service(), List.copyOf(gateway.caller(each).instances()));
    }
    known.values().stream()
        .flatMap(List::stream)
        .forEach(one -> dead.computeIfPresent(one.name(), (n, at) -> at == one.port() ? at : null));
    try {
      return new State(fleet.table(), known, Map.copyOf(dead));
    } catch (IOException away) {
      return new State(List.of(), known, Map.copyOf(dead));
    }
  }

  private String kill(String name) throws Exception {
    if (name.equals(REGISTRY)) {
      fleet.killRegistry();
      return "the registry is dead";
    }
    int at = fleet.port(name);
    fleet.kill(name);
    dead.put(name, at);
    return name + " is dead";
  }

  private String start(List<String> words) throws Exception {
    if (!words.equals(List.of(REGISTRY))) {
      throw new IllegalArgumentException(
          "a killed service restarts by itself; only the registry is started: start registry");
    }
    fleet.startRegistry(true);
    return "another registry is up; it gives no list until everybody had time to register";
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
