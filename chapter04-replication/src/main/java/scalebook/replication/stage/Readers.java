package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.replication.router.Router;

/** Readers that remember which database answered. */
public final class Readers {
  private static final long THINK_NANOS = 1_000_000;
  private static final long AWAIT_NANOS = 40_000_000_000L;
  private static final long AFTER_NANOS = 3_000_000_000L;

  private final Router router;
  private final int readers;
  private final Map<Long, String> names = new HashMap<>();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();

  public Readers(Topology topology, Router router, int readers) throws SQLException {
    this.router = router;
    this.readers = readers;
    for (String name : Topology.NAMES) {
      names.put(topology.read(name, Readers::id), name);
    }
  }

  private static long id(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT @@server_id FROM accounts LIMIT 1");
  }

  private void read() throws SQLException {
    answered.merge(names.get(router.read(Readers::id)), 1L, Long::sum);
    LockSupport.parkNanos(THINK_NANOS);
  }

  public Ledger read(int reads) throws InterruptedException {
    answered.clear();
    try (Load load = Load.closed(readers, reads, number -> read())) {
      return load.await();
    }
  }

  /**
   * Something happens after a number of reads; they stop after the same number again, or after a
   * while.
   */
  public Ledger readThrough(int reads, Runnable fault) throws InterruptedException {
    answered.clear();
    try (Load load = Load.closed(readers, Long.MAX_VALUE, number -> read())) {
      Ledger ledger = load.ledger();
      Waiting.until(AWAIT_NANOS, () -> ledger.sentCount() >= reads, ledger::toString);
      fault.run();
      long enough = ledger.sentCount() + reads;
      Waiting.within(AFTER_NANOS, () -> ledger.sentCount() >= enough);
      return load.stop();
    }
  }

  /** The control: how many of these reads fail, of a reader that knows one address. */
  public static long refused(Topology topology, String name, int reads) {
    long refused = 0;
    for (int i = 0; i < reads; i++) {
      try (Connection connection = topology.server(name).connect()) {
        id(connection);
      } catch (SQLException gone) {
        refused++;
      }
    }
    return refused;
  }

  public long answeredBy(String name) {
    return answered.getOrDefault(name, 0L);
  }
}
