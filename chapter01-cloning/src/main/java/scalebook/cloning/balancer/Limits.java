package scalebook.cloning.balancer;

/** Every bound of the balancer. */
public record Limits(Bytes bytes, Counts counts, Millis millis) {
  /** Of what a client sends. */
  public record Bytes(int head, int chunk, long body) {}

  /** Connections, those that wait idle for a clone's next request, and clones asked for one. */
  public record Counts(int clients, int perClone, int idlePerClone, int attempts) {}

  /**
   * Waits.
   *
   * @param head for a client's whole head, and for each pause in its body
   * @param backIdle ends idle connections to clones before the clones' own 30 s: the side that
   *     sends requests must be the one that closes, or a request meets a closing connection
   * @param answer from the whole request until a clone begins to answer
   */
  public record Millis(int connect, int head, int idle, int backIdle, int answer, int total) {}

  public static Limits defaults() {
    return new Limits(
        new Bytes(16 * 1024, 64 * 1024, 8L * 1024 * 1024),
        new Counts(10_000, 1_024, 64, 3),
        new Millis(1_000, 5_000, 30_000, 10_000, 5_000, 60_000));
  }

  /** As these, but a clone must begin to answer within so long. */
  public Limits responseWithin(int to) {
    Millis m = millis;
    return new Limits(
        bytes, counts, new Millis(m.connect, m.head, m.idle, m.backIdle, to, m.total));
  }

  /** As these, but a client must send its head within so long. */
  public Limits headWithin(int to) {
    Millis m = millis;
    return new Limits(
        bytes, counts, new Millis(m.connect, to, m.idle, m.backIdle, m.answer, m.total));
  }

  /** As these, but a request is tried so often at most. */
  public Limits attempts(int most) {
    Counts c = counts;
    return new Limits(bytes, new Counts(c.clients, c.perClone, c.idlePerClone, most), millis);
  }
}
