package scalebook.cloning.solution;

/** Filled up at each request for the time since the last one: no timer, two numbers. */
public final class TokenBucket {
  private final double perNano;
  private final int burst;
  private double tokens;
  private long filledAt;
  private boolean asked;

  public TokenBucket(double perSecond, int burst) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.tokens = burst;
  }

  public long take(long nowNanos) {
    if (asked) {
      tokens = Math.min(burst, tokens + (nowNanos - filledAt) * perNano);
    }
    asked = true;
    filledAt = nowNanos;
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return (long) Math.ceil((1 - tokens) / perNano);
  }
}
