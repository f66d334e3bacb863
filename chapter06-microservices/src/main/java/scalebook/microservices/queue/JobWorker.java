package scalebook.microservices.queue;

import java.sql.SQLException;
import scalebook.lab.fault.Crash;

/** Does one job after the other: the effect and its note first, then the acknowledgement. */
public final class JobWorker {
  private static final int WAIT_MILLIS = 100;

  private final String name;
  private final JobQueue queue;
  private final Effects effects;
  private final long idleMillis;
  private final Crash crash;

  /**
   * {@code idleMillis}: longer than any job takes, since whoever is slower is taken for dead, and
   * its job done by another.
   */
  public JobWorker(String name, JobQueue queue, Effects effects, long idleMillis, Crash crash) {
    this.name = name;
    this.queue = queue;
    this.effects = effects;
    this.idleMillis = idleMillis;
    this.crash = crash;
  }

  /** One that somebody left behind, or else a new one. */
  public void round() {
    queue.takeOver(name, idleMillis).or(() -> queue.take(name, WAIT_MILLIS)).ifPresent(this::work);
  }

  private void work(JobQueue.Delivery delivery) {
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
