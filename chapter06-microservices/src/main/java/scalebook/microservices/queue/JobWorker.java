package scalebook.microservices.queue;

import java.sql.SQLException;
import scalebook.lab.fault.Crash;

/** Does one job after the other. */
public final class JobWorker {
  private static final int WAIT_MILLIS = 100;

  private final String name;
  private final JobQueue queue;
  private final Effects effects;
  private final Handling handling;
  private final Crash crash;

  public JobWorker(String name, JobQueue queue, Effects effects, Handling handling, Crash crash) {
    this.name = name;
    this.queue = queue;
    this.effects = effects;
    this.handling = handling;
    this.crash = crash;
  }

  /** One that somebody left behind, or else a new one. */
  public void round() {
    queue
        .takeOver(name, handling.idleMillis())
        .or(() -> queue.take(name, WAIT_MILLIS))
        .ifPresent(this::work);
  }

  private void work(JobQueue.Delivery delivery) {
    try {
      if (!handling.commitFirst()) {
        queue.done(delivery, "done");
      }
      crash.at("before-effect");
      boolean fresh = effects.apply(delivery.job(), delivery.text());
      crash.at("after-commit");
      if (handling.commitFirst()) {
        queue.done(delivery, fresh ? "done" : "was done before");
      }
    } catch (SQLException cannot) {
      cannot.printStackTrace(); // to this worker's log; it is delivered again
    }
  }
}
