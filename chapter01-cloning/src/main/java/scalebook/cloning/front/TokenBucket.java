package scalebook.cloning.front;

/**
 * Holds at most {@code burst} tokens and gains {@code perSecond}; each request takes one.
 *
 * <p>So a client may send a burst after a quiet time, and on the whole no more than the rate.
 */
final class TokenBucket implements Bucket {
  private final double perNano;
  private final int burst;
  private double tokens;
  private long countedAt;

  TokenBucket(double perSecond, int burst, long nowNanos) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.tokens = burst;
    this.countedAt = nowNanos;
  }

  @Override
  public synchronized long take(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - countedAt) * perNano);
    countedAt = nowNanos;
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return (long) Math.ceil((1 - tokens) / perNano);
  }
}
