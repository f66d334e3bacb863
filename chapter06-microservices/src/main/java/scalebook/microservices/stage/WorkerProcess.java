package scalebook.microservices.stage;

import java.nio.file.Path;
import scalebook.engines.Endpoints;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;
import scalebook.lab.fault.Crash;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.JobQueue;
import scalebook.microservices.queue.JobWorker;

/** Takes one job after the other, until somebody kills it. */
public final class WorkerProcess implements AutoCloseable {
  public static final String DATABASE = "effects";
  public static final String QUEUE = "queue";
  public static final long BOUND = 20_000;
  private static final long IDLE_MILLIS = 600;

  private final Child child;
  private final Said said = new Said();
  private boolean ready;

  /** {@code place}: where it dies by itself, or {@code never}. */
  private record Settings(Path endpoints, String name, String place) {}

  /** {@code place}: where it dies by itself, or {@code never}. */
  public WorkerProcess(Path endpoints, Path logs, String name, String place) {
    child =
        Child.jvm(
            name,
            logs.resolve(name + ".log"),
            Child.small(64),
            WorkerProcess.class,
            new Settings(endpoints, name, place),
            said);
  }

  public void awaitReady() throws InterruptedException {
    if (!ready) {
      said.next(child);
      ready = true;
    }
  }

  public boolean alive() {
    return child.alive();
  }

  public void kill() {
    child.kill();
  }

  @Override
  public void close() {
    child.close();
  }

  public static void main(String[] args) {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    Endpoints endpoints = Endpoints.read(settings.endpoints);
    JobWorker worker =
        new JobWorker(
            settings.name,
            new JobQueue(endpoints.redis(QUEUE), BOUND),
            new Effects(endpoints.pool(DATABASE, 1)),
            IDLE_MILLIS,
            Crash.halt(settings.place));
    System.out.println("ready");
    while (true) {
      worker.round();
    }
  }
}
