package scalebook.cloning.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.stage.worker.App;
import scalebook.cloning.stage.worker.WorkerProgram;
import scalebook.cloning.supervisor.Members;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.Lab;

/** Clones of one program behind one address: a supervisor, its workers, a balancer. */
public final class Cluster implements AutoCloseable {
  private static final long START_SECONDS = 45;
  private static final String MAIN = "balancer";

  private final Map<String, Front> fronts = new LinkedHashMap<>();
  private final Supervisor supervisor;

  /** Whether the start is over: its many events are one to those who listen. */
  private volatile boolean up;

  /** How it is set up; {@code apps} are by slot. */
  public record Setup(
      IntFunction<App> apps, int workers, Settings settings, Map<String, Front.Setup> fronts) {
    public static Setup of(App app, int workers) {
      return of(slot -> app, workers);
    }

    public static Setup of(IntFunction<App> apps, int workers) {
      Map<String, Front.Setup> main = Map.of(MAIN, Front.Setup.defaults());
      return new Setup(apps, workers, Settings.defaults(), main);
    }

    public Setup settings(Settings to) {
      return new Setup(apps, workers, to, fronts);
    }

    public Setup front(Front.Setup main) {
      return front(MAIN, main);
    }

    /** One more balancer before the same workers. */
    public Setup front(String name, Front.Setup other) {
      Map<String, Front.Setup> all = new LinkedHashMap<>(fronts);
      all.put(name, other);
      return new Setup(apps, workers, settings, all);
    }
  }

  private Cluster(Setup setup, Lab lab, BiConsumer<String, String> listener) {
    BiConsumer<String, String> events =
        (node, text) -> {
          if (up) {
            listener.accept(node, text);
          }
        };
    setup.fronts.forEach((name, front) -> fronts.put(name, new Front(name, front, events)));
    supervisor =
        new Supervisor(
            new WorkerProgram(lab.workspace().folder("workers"), setup.apps),
            setup.settings,
            new InRotation(),
            events,
            () -> ThreadLocalRandom.current().nextLong());
  }

  /** Starts it and returns when all its workers serve; {@code events} hears (node, text). */
  public static Cluster open(Setup setup, Lab lab, BiConsumer<String, String> events)
      throws Exception {
    Cluster cluster = new Cluster(setup, lab, events);
    try {
      long start = System.nanoTime();
      Supervisor.await(cluster.supervisor.scale(setup.workers), START_SECONDS);
      cluster.up = true;
      long millis = (System.nanoTime() - start) / 1_000_000;
      String text = "%d workers serve, %d ms after the first fork";
      events.accept("supervisor", text.formatted(setup.workers, millis));
      return cluster;
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  /** Tells every balancer what the supervisor knows. */
  private final class InRotation implements Members {
    @Override
    public void joined(Member member) {
      fronts.values().forEach(front -> front.joined(member));
    }

    @Override
    public CompletableFuture<Void> drain(Member member) {
      return CompletableFuture.allOf(
          fronts.values().stream().map(f -> f.drain(member)).toArray(CompletableFuture[]::new));
    }

    @Override
    public void lost(Member member) {
      fronts.values().forEach(front -> front.lost(member));
    }
  }

  public Balancer balancer() {
    return front(MAIN).balancer();
  }

  public Front front(String name) {
    return fronts.get(name);
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  public void killBalancer() {
    front(MAIN).kill();
  }

  public void startBalancer() {
    front(MAIN).start();
  }

  public boolean isBalancerDead() {
    return front(MAIN).dead();
  }

  public int port() {
    return front(MAIN).port();
  }

  @Override
  public void close() {
    fronts.values().forEach(Front::endChecks);
    supervisor.close();
    fronts.values().forEach(Front::close);
  }
}
