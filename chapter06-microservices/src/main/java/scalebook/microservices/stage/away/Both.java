package scalebook.microservices.stage.away;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import scalebook.cloning.policy.Policy;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;
import scalebook.engines.process.Child;
import scalebook.engines.process.Said;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.Watch;
import scalebook.microservices.stage.ensemble.Ensemble;

/**
 * Two registries of ours and three ZooKeeper nodes, with the same instances. Two live ones and a
 * mortal one know the first registry, a live one knows the second, and so does a caller.
 */
public final class Both implements AutoCloseable {
  static final String SERVICE = "catalogue";
  static final String MORTAL = "catalogue-3";
  static final String NEW = "catalogue-5";
  static final Set<String> LIVING = Set.of("catalogue-1", "catalogue-2", "catalogue-4", NEW);
  private static final Duration BOUND = Duration.ofSeconds(40);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int SESSION_MILLIS = 20_000;
  private static final int MORTAL_MILLIS = 1_500;
  private static final int MEGABYTES = 64;
  private static final int THREADS = 8;

  private final Settings settings;
  final Ensemble ensemble;
  final Pair pair;
  final ServiceCaller caller;
  final Watch bounded;
  final Child mortal;
  private final Said said = new Said();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Queue<Discovery> clients = new ConcurrentLinkedQueue<>();

  /**
   * What is at work.
   *
   * @param tell our registries tell each other
   * @param keepMillis what was heard last is good for so long, to a registry and to a caller
   * @param boundMillis and to a second one who watches
   * @param ephemeral an instance at ZooKeeper goes with its session
   * @param readOnly a ZooKeeper node serves reads without the others
   */
  public record Settings(
      boolean tell, long keepMillis, long boundMillis, boolean ephemeral, boolean readOnly) {}

  public Both(Lab lab, Settings settings) throws Exception {
    this.settings = settings;
    ensemble = Ensemble.wired(lab, settings.readOnly);
    pair = new Pair(lab, settings.tell, settings.keepMillis);
    until("two nodes serve", () -> ensemble.serves(1) && ensemble.serves(2));
    ensemble.start(Ensemble.ALONE);
    mortal = mortal(lab);
    join("catalogue-1", pair.first());
    join("catalogue-2", pair.first());
    join("catalogue-4", pair.second());
    caller =
        new ServiceCaller(
            SERVICE,
            Registry.at(pair.second()),
            Policy.Kind.ROUND_ROBIN,
            ServiceCaller.ATTEMPTS,
            settings.keepMillis);
    bounded = new Watch(Registry.at(pair.second()).of(SERVICE), settings.boundMillis, list -> {});
  }

  private Child mortal(Lab lab) throws ReflectiveOperationException {
    List<String> options = new ArrayList<>(Child.small(MEGABYTES));
    options.addAll(ensemble.clients().path());
    return Child.jvm(
        MORTAL,
        lab.workspace().folder("mortal").resolve("log"),
        options,
        ensemble.clients().mortal(),
        new Registered(
            Instance.of(SERVICE, MORTAL, 1),
            pair.first(),
            client(ensemble.servers(), MORTAL_MILLIS, false)),
        said);
  }

  private Discovery.Settings client(String servers, int sessionMillis, boolean readOnly) {
    return new Discovery.Settings(servers, sessionMillis, settings.ephemeral, readOnly);
  }

  /** Knows one node only. */
  Discovery reader(int node) throws ReflectiveOperationException {
    return connect(client(ensemble.servers(node), SESSION_MILLIS, settings.readOnly));
  }

  private Discovery connect(Discovery.Settings how) throws ReflectiveOperationException {
    Discovery client = ensemble.clients().connect(how);
    clients.add(client);
    return client;
  }

  /** One that serves, listed by both; Curator registers it again after each lost connection. */
  void join(String name, int registry) throws Exception {
    Service service =
        Service.on(0, name, THREADS).route("/" + SERVICE, call -> Answer.ok(name)).start();
    open.add(service);
    Instance instance = Instance.of(SERVICE, name, service.port());
    open.add(new Registration(instance, registry)::vanish);
    Discovery client = connect(client(ensemble.servers(), SESSION_MILLIS, false));
    until(
        name + " is registered at ZooKeeper",
        () -> {
          client.register(instance);
          return true;
        });
  }

  /** Itself, when all are listed everywhere; the mortal one's negotiated time-out. */
  public int awaitListed() throws Exception {
    int sessionMillis = Integer.parseInt(said.next(mortal).split(" ")[1]);
    until("the first lists three", () -> ours(pair.first()).size() >= (tells() ? 4 : 3));
    until("the second has heard of them", () -> ours(pair.second()).size() == (tells() ? 4 : 1));
    until("so has whoever asks it", () -> bounded.instances().size() == (tells() ? 4 : 1));
    for (int node : ensemble.living()) {
      Discovery reader = reader(node);
      until("node " + node + " lists four", () -> names(reader).size() == 4);
    }
    return sessionMillis;
  }

  /** The node that leads, once there is one. */
  int leader() {
    return until("there is a leader", ensemble::leader, node -> node > 0);
  }

  boolean tells() {
    return settings.tell;
  }

  static Set<String> ours(int registry) throws IOException {
    return names(Pair.list(registry, SERVICE));
  }

  static Set<String> names(Discovery reader) throws IOException {
    return names(reader.list(SERVICE));
  }

  /**
   * What a node without a majority says.
   *
   * @param refused questions that it did not answer
   * @param listed in the end
   */
  public record Alone(int refused, int listed) {
    private static final int QUESTIONS = 2;

    static Alone of(Discovery node) {
      for (int refused = 0; refused < QUESTIONS; refused++) {
        try {
          return new Alone(refused, names(node).size());
        } catch (IOException refusal) {
          // once more
        }
      }
      return new Alone(QUESTIONS, 0);
    }

    @Override
    public String toString() {
      return listed == 0 && refused > 0 ? "refused" : String.valueOf(listed);
    }
  }

  private static Set<String> names(List<Instance> list) {
    return list.stream().map(Instance::name).collect(Collectors.toSet());
  }

  static void until(String what, Callable<Boolean> condition) {
    until(what, condition, yes -> yes);
  }

  /** Looks again and again; a question that fails is not yet an answer. */
  static <T> T until(String what, Callable<T> question, Predicate<T> wanted) {
    return Awaitility.await(what)
        .atMost(BOUND)
        .pollInterval(LOOK)
        .ignoreExceptions()
        .until(question, wanted::test);
  }

  /** The clients at the same time: each says goodbye for seconds where no server is left. */
  @Override
  public void close() throws Exception {
    ExecutorService leaving = Tasks.executor();
    clients.forEach(client -> leaving.execute(client::close));
    leaving.shutdown();
    leaving.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS);
    open.addAll(List.of(caller, bounded, mortal, pair, ensemble));
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
