package scalebook.replication.stage.versus;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.lab.load.Load;
import scalebook.replication.stage.Waiting;

/**
 * A group under load loses the machine that takes the writes.
 *
 * @param perSecond acknowledged writes before it
 * @param millis from the kill to the first acknowledgement of a write that was begun after it
 * @param lost acknowledged, and not there
 * @param failed their clients know nothing, or were refused
 */
record Killed(double perSecond, double millis, long acknowledged, long lost, long failed) {
  private static final int CALLERS = 6;
  private static final int WARM_MILLIS = 1_500;
  private static final int MEASURED_MILLIS = 3_000;
  private static final long BOUND_NANOS = 60_000_000_000L;
  private static final long LATE_NANOS = 20_000_000_000L;
  private static final int AFTERWARDS = 50;

  static Killed in(Group group) throws Exception {
    Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    AtomicLong dead = new AtomicLong(Long.MAX_VALUE);
    AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    try (Load load =
        Load.closed(
            CALLERS,
            Long.MAX_VALUE,
            id -> {
              boolean after = System.nanoTime() >= dead.get();
              group.write(id);
              acknowledged.add(id);
              if (after) {
                first.accumulateAndGet(System.nanoTime(), Math::min);
              }
            })) {
      Thread.sleep(WARM_MILLIS); // connections are open, and code is compiled
      long before = acknowledged.size();
      long from = System.nanoTime();
      Thread.sleep(MEASURED_MILLIS); // the length of the measurement
      double perSecond = (acknowledged.size() - before) * 1e9 / (System.nanoTime() - from);
      long kill = System.nanoTime();
      group.kill();
      dead.set(System.nanoTime());
      Waiting.until(
          BOUND_NANOS,
          () -> first.get() < Long.MAX_VALUE,
          () -> "no write is acknowledged any more: " + load.ledger());
      long enough = acknowledged.size() + AFTERWARDS;
      Waiting.until(BOUND_NANOS, () -> acknowledged.size() >= enough, () -> "it stopped again");
      long failed = load.stop().failedCount();
      long lost = lost(group, acknowledged);
      for (long end = System.nanoTime() + LATE_NANOS; lost > 0 && System.nanoTime() < end; ) {
        lost = lost(group, acknowledged); // not applied yet is not lost
      }
      return new Killed(perSecond, (first.get() - kill) / 1e6, acknowledged.size(), lost, failed);
    }
  }

  private static long lost(Group group, Set<Long> acknowledged) throws SQLException {
    Set<Long> there = group.written();
    return acknowledged.stream().filter(id -> !there.contains(id)).count();
  }
}
