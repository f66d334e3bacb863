package scalebook.microservices.stage;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;
import scalebook.microservices.queue.Effects;

/** A service without a queue: so many threads, and so many places to wait for them. */
public final class Direct {
  private Direct() {}

  /** How many of these jobs, which come at once, were refused; returns when the rest is done. */
  public static int refused(Effects effects, int jobs, int workers, int places)
      throws InterruptedException {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(places),
            Tasks.daemons("direct"));
    int refused = 0;
    for (int i = 0; i < jobs; i++) {
      String job = "direct-" + i;
      try {
        threads.submit(() -> effects.apply(job, "order"));
      } catch (RejectedExecutionException full) {
        refused++;
      }
    }
    threads.shutdown();
    threads.awaitTermination(30, TimeUnit.SECONDS);
    return refused;
  }
}
