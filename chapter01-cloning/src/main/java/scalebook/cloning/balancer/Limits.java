package scalebook.cloning.balancer;

/**
 * Every bound of the balancer.
 *
 * @param headMillis for a client's whole head, and for each pause in its body
 * @param responseMillis from the whole request until a clone begins to answer
 */
public record Limits(
    int headBytes,
    int chunkBytes,
    long bodyBytes,
    int frontConnections,
    int connectionsPerBackend,
    int idlePerBackend,
    int attempts,
    int connectMillis,
    int headMillis,
    int idleMillis,
    int responseMillis,
    int totalMillis) {

  /**
   * Idle connections to clones end after 10 s here, before the clones' own 30 s: the side that
   * sends requests must be the one that closes, or a request meets a closing connection.
   */
  static final int BACK_IDLE_MILLIS = 10_000;

  public static Limits defaults() {
    return new Limits(
        16 * 1024,
        64 * 1024,
        8L * 1024 * 1024,
        10_000,
        1_024,
        64,
        3,
        1_000,
        5_000,
        30_000,
        5_000,
        60_000);
  }

  /** As these, but a clone must begin to answer within so long. */
  public Limits responseWithin(int millis) {
    return new Limits(
        headBytes,
        chunkBytes,
        bodyBytes,
        frontConnections,
        connectionsPerBackend,
        idlePerBackend,
        attempts,
        connectMillis,
        headMillis,
        idleMillis,
        millis,
        totalMillis);
  }

  /** As these, but a client must send its head within so long. */
  public Limits headWithin(int millis) {
    return new Limits(
        headBytes,
        chunkBytes,
        bodyBytes,
        frontConnections,
        connectionsPerBackend,
        idlePerBackend,
        attempts,
        connectMillis,
        millis,
        idleMillis,
        responseMillis,
        totalMillis);
  }

  /** As these, but a request is tried so often at most. */
  public Limits attempts(int most) {
    return new Limits(
        headBytes,
        chunkBytes,
        bodyBytes,
        frontConnections,
        connectionsPerBackend,
        idlePerBackend,
        most,
        connectMillis,
        headMillis,
        idleMillis,
        responseMillis,
        totalMillis);
  }
}
