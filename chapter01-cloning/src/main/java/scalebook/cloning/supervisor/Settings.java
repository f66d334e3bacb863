package scalebook.cloning.supervisor;

/**
 * How a supervisor behaves.
 *
 * @param spares workers that are up but not in use, to replace a dead one at once
 * @param healthyMillis a worker that lived so long has recovered: its crashes are forgotten
 * @param crashLimit crashes in a row that make a crash loop: the slot is given up
 * @param startMillis a worker that is not ready by then is a failed start
 * @param hungMillis a worker that does not answer a ping for so long is replaced
 * @param drainMillis requests under way get so long before a restart goes on without them
 */
public record Settings(
    int spares,
    Pause backoff,
    long healthyMillis,
    int crashLimit,
    long startMillis,
    long hungMillis,
    long drainMillis) {
  public static Settings defaults() {
    return new Settings(0, new Backoff(100, 10_000), 10_000, 6, 30_000, 15_000, 10_000);
  }

  public Settings spares(int count) {
    return new Settings(
        count, backoff, healthyMillis, crashLimit, startMillis, hungMillis, drainMillis);
  }

  public Settings backoff(Pause to, int limit) {
    return new Settings(spares, to, healthyMillis, limit, startMillis, hungMillis, drainMillis);
  }

  public Settings healthyAfter(long millis) {
    return new Settings(spares, backoff, millis, crashLimit, startMillis, hungMillis, drainMillis);
  }

  public Settings hungAfter(long millis) {
    return new Settings(
        spares, backoff, healthyMillis, crashLimit, startMillis, millis, drainMillis);
  }

  /** 0: whoever leaves is killed with what it has under way. */
  public Settings drainWithin(long millis) {
    return new Settings(
        spares, backoff, healthyMillis, crashLimit, startMillis, hungMillis, millis);
  }

  /** Who dies stays dead. A very long backoff would not do: with full jitter it may be short. */
  public Settings noRestart() {
    return backoff(backoff, 1);
  }
}
