package scalebook.microservices.stage;

import java.nio.file.Path;
import scalebook.engines.Endpoints;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;
import scalebook.lab.fault.Crash;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.Handling;
import scalebook.microservices.queue.JobQueue;
import scalebook.microservices.queue.JobWorker;

/** Takes one job after the other, until somebody kills it. */
public final class WorkerProcess implements AutoCloseable {
  public static final String DATABASE = "effects";
  public static final String QUEUE = "queue";
  public static final long BOUND = 20_000;

  private final Child child;
  private final Said said = new Said();
  private boolean ready;

  private record Settings(Path endpoints, String name, String place, Handling handling) {}

  /** {@code place}: where it dies by itself, or {@code never}. */
  public WorkerProcess(Path endpoints, Path logs, String name, String place, Handling handling) {
    Settings settings = new Settings(endpoints, name, place, handling);
    Path log = logs.resolve(name + ".log");
    child = Child.jvm(name, log, Child.small(64), WorkerProcess.class, settings, said);
  }

  public static void main(String[] args) {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    Endpoints endpoints = Endpoints.read(settings.endpoints);
    JobQueue queue = new JobQueue(endpoints.redis(QUEUE), BOUND, settings.handling);
    Effects effects = new Effects(endpoints.pool(DATABASE, 1), settings.handling);
    Crash crash = Crash.halt(settings.place);
    JobWorker worker = new JobWorker(settings.name, queue, effects, settings.handling, crash);
    System.out.println("ready");
    while (true) {
      worker.round();
    }
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

  /** {@code kill -9}. */
  @Override
  public void close() {
    child.close();
  }
}
