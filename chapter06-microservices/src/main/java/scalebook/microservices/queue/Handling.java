package scalebook.microservices.queue;

/**
 * How jobs are handled.
 *
 * @param idleMillis a job that is not acknowledged for so long is another worker's; longer than any
 *     job takes, or a slow worker is taken for a dead one
 * @param mostDeliveries a job that was delivered more often is set aside
 * @param resultSeconds how long a result waits for its client
 * @param noted that a job was done is written in the same transaction as its effect
 * @param commitFirst a job is acknowledged after its effect was committed
 */
public record Handling(
    long idleMillis, int mostDeliveries, int resultSeconds, boolean noted, boolean commitFirst) {
  public static final Handling DEFAULT = new Handling(600, 5, 60, true, true);
}
