package scalebook.cloning.exercise;

import scalebook.lab.exercise.Todo;

/**
 * How often a client may ask.
 *
 * <p>The bucket holds at most {@code burst} tokens and is full at the first request. It gains
 * {@code perSecond} tokens a second, in parts, too. A request that finds a whole token takes it and
 * passes; one that finds none takes nothing. One thread asks.
 */
public final class TokenBucket {
  private final double perSecond;
  private final int burst;

  public TokenBucket(double perSecond, int burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /**
   * 0 when the request passes, else the nanoseconds until there will be a token, rounded up; {@code
   * nowNanos} is of a clock that begins anywhere, and never goes back.
   */
  public long take(long nowNanos) {
    throw new Todo("fill up for the time that went by, then take one token if it is there");
  }
}
