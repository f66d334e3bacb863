package scalebook.microservices.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import scalebook.cloning.stage.worker.WorkerProgram;
import scalebook.cloning.supervisor.Members;
import scalebook.cloning.supervisor.Program;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.engines.http.HttpCaller;
import scalebook.lab.Lab;
import scalebook.lab.load.Load;
import scalebook.microservices.calls.ServiceCaller;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.shop.Function;
import scalebook.microservices.shop.Shop;

/** The shop's processes: a registry, and each service's instances under a supervisor of its own. */
public final class Fleet implements AutoCloseable {
  private static final long SECONDS = 45;

  private final Path folder;
  private final Path endpoints;
  private final FleetRegistry registry;
  private final Settings settings;
  private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();

  /** With a registry of ours. */
  public Fleet(Lab lab, Settings settings, Timing timing) throws Exception {
    this(lab, settings, new OwnRegistry(lab, timing));
  }

  /** {@code settings}: of each service's supervisor; {@code registry}: ends with this. */
  public Fleet(Lab lab, Settings settings, FleetRegistry registry) throws Exception {
    this.registry = registry;
    this.folder = lab.workspace().folder("fleet");
    MySql database = lab.mysql(Shop.DATABASE);
    Shop.create(database);
    this.endpoints =
        new Endpoints().add(Shop.DATABASE, database).write(folder.resolve("endpoints"));
    this.settings = settings;
  }

  public Registry registry() {
    return registry.registry();
  }

  /** Starts instances of each service at the same time; returns when all are listed. */
  public Fleet start(int count, String... services) throws Exception {
    List<CompletableFuture<Void>> starting = new ArrayList<>();
    for (String service : services) {
      starting.add(supervisor(service).scale(count));
    }
    for (CompletableFuture<Void> one : starting) {
      Supervisor.await(one, SECONDS);
    }
    for (String service : services) {
      awaitListed(service, count);
    }
    return this;
  }

  /** So many of each function's service. Whoever calls the others comes last: it finds them all. */
  public Fleet startAll(int count) throws Exception {
    String caller = Function.ORDER.service();
    Stream<String> all = Stream.of(Function.values()).map(Function::service);
    String[] called = all.filter(service -> !service.equals(caller)).toArray(String[]::new);
    return start(count, called).start(count, caller);
  }

  private Supervisor supervisor(String service) {
    return supervisors.computeIfAbsent(
        service,
        name ->
            new Supervisor(
                program(name),
                settings,
                new Registered(name),
                (node, text) -> {},
                () -> ThreadLocalRandom.current().nextLong()));
  }

  private Program program(String service) {
    return new WorkerProgram(
        folder, slot -> registry.app(endpoints, service, service + "-" + slot));
  }

  /** They register themselves; before one is stopped, we take it out of the registry. */
  private final class Registered implements Members {
    private final String service;

    Registered(String service) {
      this.service = service;
    }

    @Override
    public void joined(Member member) {
      // It tells the registry itself.
    }

    @Override
    public CompletableFuture<Void> drain(Member member) {
      return CompletableFuture.runAsync(
          () -> registry.leave(service, service + "-" + member.slot(), member.port()));
    }

    @Override
    public void lost(Member member) {
      // Its lease will end.
    }
  }

  private Supervisor service(String name) {
    Supervisor supervisor = supervisors.get(name);
    if (supervisor == null) {
      throw new IllegalArgumentException("no service " + name + ": " + supervisors.keySet());
    }
    return supervisor;
  }

  /** An instance by its name, {@code order-2}. */
  private record Named(String service, int slot) {
    static Named of(String instance) {
      int dash = instance.lastIndexOf('-');
      if (dash < 0) {
        throw new IllegalArgumentException("an instance is called order-2");
      }
      return new Named(instance.substring(0, dash), Integer.parseInt(instance.substring(dash + 1)));
    }
  }

  public void kill(String instance) throws Exception {
    Named one = Named.of(instance);
    Supervisor.await(service(one.service).kill(one.slot), SECONDS);
  }

  public int port(String instance) throws Exception {
    Named one = Named.of(instance);
    return Supervisor.await(service(one.service).status(), SECONDS).stream()
        .filter(status -> status.slot() == one.slot)
        .mapToInt(Supervisor.Status::port)
        .findFirst()
        .orElseThrow();
  }

  /** Takes it out, as a supervisor does before it stops one. */
  boolean leave(String instance) throws Exception {
    return registry.leave(Named.of(instance).service, instance, port(instance));
  }

  /** How many calls it got; it says so itself. */
  public long calls(String instance) throws Exception {
    return Long.parseLong(get(port(instance), "/calls"));
  }

  static String get(int port, String path) throws IOException {
    try (HttpCaller caller = new HttpCaller(port, 2_000)) {
      return caller.get(path).body().strip();
    }
  }

  public void scale(String service, int count) throws Exception {
    Supervisor.await(service(service).scale(count), SECONDS);
  }

  /** All instances of a service take so much longer from now on. */
  public void slow(String service, long millis) throws Exception {
    for (Supervisor.Status one : Supervisor.await(service(service).status(), SECONDS)) {
      get(one.port(), "/slow?millis=" + millis);
    }
  }

  /** A line for each service. */
  public List<String> table() throws IOException {
    return registry.table();
  }

  /** How many instances the registry lists. */
  public long processes() throws IOException {
    return table().stream().mapToLong(line -> line.split(":").length - 1).sum();
  }

  /** Waits until the registry lists this number of a service's instances. */
  public void awaitListed(String service, int count) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (registry.listed(service) != count) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "the registry does not list %d of %s: %s".formatted(count, service, table()));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Calls in the background, from the moment that this number of instances is known. */
  public static Load load(ServiceCaller caller, int instances, double perSecond, int callers) {
    caller.awaitInstances(all -> all.size() == instances);
    return Load.open(
        perSecond,
        callers,
        Long.MAX_VALUE,
        number -> caller.call("GET", "/catalogue", "", true, Deadline.in(2_000)).orFail());
  }

  @Override
  public void close() throws IOException {
    supervisors.values().parallelStream().forEach(Supervisor::close);
    registry.close();
  }
}
