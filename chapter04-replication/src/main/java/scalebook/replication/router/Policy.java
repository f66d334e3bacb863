package scalebook.replication.router;

/**
 * Whom a router asks, and for how long it waits.
 *
 * @param mostLagMillis a replica that is further behind is not asked
 * @param byHeartbeat whether the heartbeat tells how far behind a replica is; else its own word
 * @param reads {@link Reads#PRIMARY}: the primary answers reads, and no replica
 * @param attempts copies that are asked before a read fails
 * @param tokenMillis how long a replica may take to reach a client's token
 */
public record Policy(
    long mostLagMillis, boolean byHeartbeat, Reads reads, int attempts, long tokenMillis) {
  private static final int ATTEMPTS = 4;
  private static final long TOKEN_MILLIS = 250;

  public static Policy of(long mostLagMillis) {
    return new Policy(mostLagMillis, true, Reads.ANY, ATTEMPTS, TOKEN_MILLIS);
  }

  public Policy byHeartbeat(boolean heartbeat) {
    return new Policy(mostLagMillis, heartbeat, reads, attempts, tokenMillis);
  }

  public Policy reads(Reads copies) {
    return new Policy(mostLagMillis, byHeartbeat, copies, attempts, tokenMillis);
  }

  public Policy attempts(int most) {
    return new Policy(mostLagMillis, byHeartbeat, reads, most, tokenMillis);
  }

  public Policy tokenMillis(long millis) {
    return new Policy(mostLagMillis, byHeartbeat, reads, attempts, millis);
  }
}
