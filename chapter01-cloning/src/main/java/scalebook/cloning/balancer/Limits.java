package scalebook.cloning.balancer;

/** Every bound of the balancer. */
public record Limits(Bytes bytes, Counts counts, Millis millis) {
  /**
   * Of what a client sends, and does not read.
   *
   * @param collected so much of a body comes before a clone is asked: a short one that comes slowly
   *     holds no clone
   * @param perSecond a body that comes more slowly is ended
   * @param unread of all clients together; who reads least is cut off first
   */
  public record Bytes(int head, int chunk, long body, int collected, int perSecond, long unread) {}

  /** Connections, what is under way at a clone, and clones that one request may be tried at. */
  public record Counts(
      int clients, int perClone, int uploadsPerClone, int idlePerClone, int attempts) {}

  /**
   * Waits.
   *
   * @param head for a client's whole head, and for each pause in its body
   * @param backIdle ends idle connections to clones before the clones' own 30 s: the side that
   *     sends requests must be the one that closes, or a request meets a closing connection
   * @param silent a clone that has answered nobody meanwhile loses what another can answer
   * @param answer from the whole request until a clone begins to answer
   */
  public record Millis(
      int connect, int head, int idle, int backIdle, int silent, int answer, int total) {}

  public static Limits defaults() {
    return new Limits(
        new Bytes(16 * 1024, 64 * 1024, 8L << 20, 16 * 1024, 1_024, 64L << 20),
        new Counts(10_000, 1_024, 4, 64, 3),
        new Millis(1_000, 5_000, 30_000, 10_000, 1_000, 5_000, 60_000));
  }

  /** As these, but a clone must begin to answer within so long. */
  public Limits responseWithin(int to) {
    Millis m = millis;
    return millis(new Millis(m.connect, m.head, m.idle, m.backIdle, m.silent, to, m.total));
  }

  /** As these, but a client must send its head within so long. */
  public Limits headWithin(int to) {
    Millis m = millis;
    return millis(new Millis(m.connect, to, m.idle, m.backIdle, m.silent, m.answer, m.total));
  }

  private Limits millis(Millis to) {
    return new Limits(bytes, counts, to);
  }

  /** As these, but with another limit of attempts for a request. */
  public Limits attempts(int most) {
    Counts c = counts;
    return counts(new Counts(c.clients, c.perClone, c.uploadsPerClone, c.idlePerClone, most));
  }

  /** As these, but with another limit of requests under way at a clone. */
  public Limits perClone(int most) {
    Counts c = counts;
    return counts(new Counts(c.clients, most, c.uploadsPerClone, c.idlePerClone, c.attempts));
  }

  private Limits counts(Counts to) {
    return new Limits(bytes, to, millis);
  }
}
