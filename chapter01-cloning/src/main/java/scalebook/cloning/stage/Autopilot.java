package scalebook.cloning.stage;

import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import scalebook.cloning.scaling.Autoscaler;
import scalebook.cloning.scaling.Rule;
import scalebook.cloning.scaling.Scaler;
import scalebook.engines.process.Tasks;

/** An autoscaler that runs beside the playground's cluster, and can be switched off. */
public final class Autopilot implements AutoCloseable {
  private static final int TARGET = 50;
  private static final Scaler.Settings SETTINGS =
      new Scaler.Settings(1, 8, 3_000, 2_000, Scaler.Blind.KEEP);
  private static final long TICK_MILLIS = 500;

  private final Cluster cluster;
  private final BiConsumer<String, String> events;
  private volatile Thread thread;

  public Autopilot(Cluster cluster, BiConsumer<String, String> events) {
    this.cluster = cluster;
    this.events = events;
  }

  /** {@code on} or {@code off}. */
  public synchronized String turn(String to) {
    if (!to.equals("on") && !to.equals("off")) {
      throw new IllegalArgumentException("on or off, not " + to);
    }
    close();
    if (to.equals("off")) {
      return "autoscale off: the clones stay as they are";
    }
    thread = Tasks.daemon("autoscaler", this::fly);
    thread.start();
    return "autoscale on: %d requests a second and clone, %d to %d clones"
        .formatted(TARGET, SETTINGS.floor(), SETTINGS.ceiling());
  }

  private void fly() {
    Scaler scaler = new Scaler(Rule.tracking(TARGET, 0.1), SETTINGS);
    Clones clones = new Clones(cluster.supervisor());
    try (Monitor monitor = Monitor.of(cluster)) {
      Autoscaler autoscaler = Autoscaler.takingUp(monitor::latest, scaler, clones);
      while (thread == Thread.currentThread()) {
        int before = clones.clones();
        int now = autoscaler.tick(System.nanoTime() / 1_000_000);
        if (now != before) {
          events.accept("autoscaler", "%d clones, now %d".formatted(before, now));
        }
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS); // between two decisions
      }
    } catch (InterruptedException off) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      events.accept("autoscaler", "stopped: " + e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }
}
