package scalebook.microservices.queue;

/**
 * One look at a queue and its workers.
 *
 * @param ageMillis how long the oldest waiting job has waited
 * @param busy workers that have a job
 */
public record Backlog(long ageMillis, long busy) {
  private static final double OUT = 2;

  /**
   * What is wanted.
   *
   * @param ageMillis no job waits longer
   * @param busy the share of busy workers that is enough to keep all; 0: only the age counts
   */
  public record Goal(long ageMillis, double busy) {}

  /**
   * How much is asked of each worker: above 1 is too much, and then at least twice as many are
   * wanted. An empty queue does not ask for fewer: it is what enough workers look like. Few busy
   * ones do.
   */
  public double share(int workers, Goal goal) {
    double late = (double) ageMillis / goal.ageMillis;
    if (late > 1) {
      return Math.max(OUT, late);
    }
    return goal.busy == 0 ? late : Math.min(1, busy / (workers * goal.busy));
  }
}
