package scalebook.microservices.shop;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.stage.worker.Program;
import scalebook.cloning.supervisor.Members;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.lab.Lab;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.RegistryProcess;
import scalebook.microservices.registry.RegistryServer;

/** The shop's processes: a registry, and each service's instances under a supervisor of its own. */
public final class Fleet implements AutoCloseable {
  private static final long SECONDS = 45;

  private final Path folder;
  private final Path endpoints;
  private final RegistryServer.Timing timing = RegistryServer.Timing.DEFAULT;
  private final Settings settings;
  private final Map<String, Supervisor> supervisors = new LinkedHashMap<>();
  private final MySql database;
  private RegistryProcess registry;

  /** {@code settings}: of each service's supervisor. */
  public Fleet(Lab lab, Settings settings) throws Exception {
    this.folder = lab.workspace().folder("fleet");
    this.database = lab.mysql(Shop.DATABASE);
    Shop.create(database);
    this.endpoints =
        new Endpoints().add(Shop.DATABASE, database).write(folder.resolve("endpoints"));
    this.settings = settings;
    this.registry = RegistryProcess.first(folder, 0, timing);
  }

  public int registryPort() {
    return registry.port();
  }

  public Path folder() {
    return folder;
  }

  public RegistryServer.Timing timing() {
    return timing;
  }

  /** Starts so many instances of each service at the same time; returns when all are ready. */
  public void start(Map<String, Integer> counts) throws Exception {
    List<CompletableFuture<Void>> starting =
        counts.entrySet().stream()
            .map(one -> supervisor(one.getKey()).scale(one.getValue()))
            .toList();
    for (CompletableFuture<Void> one : starting) {
      Supervisor.await(one, SECONDS);
    }
  }

  private Supervisor supervisor(String service) {
    return supervisors.computeIfAbsent(
        service,
        name ->
            new Supervisor(
                program(name),
                settings,
                folder,
                new Registered(name),
                (node, text) -> {},
                () -> ThreadLocalRandom.current().nextLong()));
  }

  private Program program(String service) {
    return new Program(
        ServiceApp.class,
        slot ->
            List.of(
                endpoints.toString(),
                String.valueOf(registryPort()),
                service,
                service + "-" + slot));
  }

  /** They register themselves; whoever is stopped is taken out first, by us. */
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
          () -> Registration.leave(service + "-" + member.slot(), registryPort()));
    }

    @Override
    public void lost(Member member) {
      // Its lease will end.
    }
  }

  public Supervisor service(String name) {
    Supervisor supervisor = supervisors.get(name);
    if (supervisor == null) {
      throw new IllegalArgumentException("no service " + name + ": " + supervisors.keySet());
    }
    return supervisor;
  }

  /** Kills an instance by its name, {@code order-2}. */
  public void kill(String instance) throws Exception {
    int dash = instance.lastIndexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("an instance is called order-2");
    }
    Supervisor.await(
        service(instance.substring(0, dash)).kill(Integer.parseInt(instance.substring(dash + 1))),
        SECONDS);
  }

  public void scale(String service, int count) throws Exception {
    Supervisor.await(service(service).scale(count), SECONDS);
  }

  /** All instances of a service take so much longer from now on. */
  public void slow(String service, long millis) throws Exception {
    for (Supervisor.Status one : Supervisor.await(service(service).status(), SECONDS)) {
      try (HttpCaller caller = new HttpCaller(one.port(), 2_000)) {
        caller.get("/slow?millis=" + millis);
      }
    }
  }

  public void killRegistry() {
    registry.kill();
  }

  /** At the same address: that is the one thing that everybody must know. */
  public void startRegistry() throws Exception {
    registry = RegistryProcess.again(folder, registry.port(), timing);
  }

  /** What the registry prints, when it answers. */
  public String table() throws java.io.IOException {
    try (HttpCaller caller = new HttpCaller(registryPort(), 2_000)) {
      return caller.get("/services").body().strip();
    }
  }

  /** Waits until the registry lists so many of a service. */
  public void awaitListed(String service, int count) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    try (HttpCaller caller = new HttpCaller(registryPort(), 2_000)) {
      while (caller.get("/services/" + service).body().strip().lines().count() != count + 1) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "the registry does not list %d of %s: %s".formatted(count, service, table()));
        }
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  @Override
  public void close() {
    supervisors.values().parallelStream().forEach(Supervisor::close);
    registry.close();
  }
}
