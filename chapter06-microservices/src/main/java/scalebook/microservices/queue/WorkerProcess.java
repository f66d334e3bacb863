package scalebook.microservices.queue;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import redis.clients.jedis.RedisClient;
import scalebook.engines.Endpoints;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;
import scalebook.lab.fault.Crash;

/** Takes one job after the other, until somebody kills it. */
public final class WorkerProcess implements AutoCloseable {
  public static final String DATABASE = "effects";
  public static final String QUEUE = "queue";
  private static final long BOUND = 20_000;
  private static final int BATCH = 8;
  private static final int WAIT_MILLIS = 100;

  /**
   * Longer than any job takes: whoever is slower is taken for dead, and its job done by another.
   */
  private static final long IDLE_MILLIS = 600;

  private final Child child;
  private final Said said = new Said();
  private boolean ready;

  private WorkerProcess(Path endpoints, Path logs, String name, String place) {
    child =
        Child.jvm(
            name,
            logs.resolve(name + ".log"),
            Child.small(64),
            WorkerProcess.class,
            List.of(endpoints.toString(), name, place),
            said);
  }

  /** {@code place}: where it dies by itself, or {@code never}. */
  public static WorkerProcess start(Path endpoints, Path logs, String name, String place) {
    return new WorkerProcess(endpoints, logs, name, place);
  }

  public WorkerProcess awaitReady() throws InterruptedException {
    if (!ready) {
      said.next(child);
      ready = true;
    }
    return this;
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

  /** Arguments: the file with the endpoints, a name, a place to die or {@code never}. */
  public static void main(String[] args) {
    Lifeline.attach(line -> {});
    Endpoints endpoints = Endpoints.read(Path.of(args[0]));
    HikariDataSource database = endpoints.pool(DATABASE, 1);
    RedisClient redis = endpoints.redis(QUEUE);
    Crash crash = Crash.halt(args[2]);
    JobQueue queue = new JobQueue(redis, BOUND);
    Effects effects = new Effects(database);
    System.out.println("ready");
    while (true) {
      for (JobQueue.Delivery delivery : queue.takeOver(args[1], IDLE_MILLIS, BATCH)) {
        work(queue, effects, delivery, crash);
      }
      for (JobQueue.Delivery delivery : queue.take(args[1], BATCH, WAIT_MILLIS)) {
        work(queue, effects, delivery, crash);
      }
    }
  }

  private static void work(
      JobQueue queue, Effects effects, JobQueue.Delivery delivery, Crash crash) {
    try {
      crash.at("before-effect");
      boolean fresh = effects.apply(delivery.job(), delivery.text());
      crash.at("after-commit");
      queue.done(delivery, fresh ? "done" : "was done before");
    } catch (SQLException cannot) {
      cannot.printStackTrace(); // to this worker's log; it is delivered again
    }
  }
}
