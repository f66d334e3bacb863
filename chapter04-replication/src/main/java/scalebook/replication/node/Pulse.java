package scalebook.replication.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;
import scalebook.replication.database.Condition;
import scalebook.replication.database.Database;
import scalebook.replication.database.Schema;

/** Looks at a node's own database all the time, and beats for it while it is the primary. */
final class Pulse {
  private static final long PROBE_MILLIS = 150;
  private static final int MOST_FAILED_PROBES = 4;
  private static final long HEARTBEAT_MILLIS = 50;
  private static final long AFTER_FAILED_HEARTBEAT_MILLIS = 500;

  private final Database database;
  private final Tenure tenure;
  private final Lock orders;
  private volatile Condition seen = Condition.UNKNOWN;
  private volatile long lagMillis = -1;
  private volatile boolean up;
  private long ordersDone;

  Pulse(Database database, Tenure tenure, Lock orders) {
    this.database = database;
    this.tenure = tenure;
    this.orders = orders;
  }

  Condition seen() {
    return seen;
  }

  /** After an order: what a look shows that was begun before is old. */
  synchronized void saw(Condition status) {
    seen = status;
    ordersDone++;
  }

  private synchronized long ordersSoFar() {
    return ordersDone;
  }

  private synchronized void saw(Condition status, long ordersBefore) {
    if (ordersDone == ordersBefore) {
      seen = status;
    }
  }

  long lagMillis() {
    return lagMillis;
  }

  boolean up() {
    return up;
  }

  private static void sleep(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  /** ② The database: several failures in a row, and its primary's lease is given back. */
  void probe() {
    int failed = 0;
    while (true) {
      try (Connection connection = database.connect()) {
        distrust();
        while (true) {
          look(connection);
          failed = 0;
          up = true;
          sleep(PROBE_MILLIS);
        }
      } catch (SQLException e) {
        failed++;
        if (failed >= MOST_FAILED_PROBES) {
          up = false;
          tenure.giveUp();
        }
        sleep(PROBE_MILLIS);
      }
    }
  }

  /** A database that was away, or whose agent was: nobody knows that it takes no writes. */
  private void distrust() throws SQLException {
    orders.lock();
    try {
      if (!up && tenure.role() == Node.Role.NONE) {
        database.demote();
      }
    } finally {
      orders.unlock();
    }
  }

  private void look(Connection connection) throws SQLException {
    // A look from before a promotion says nothing about after it.
    boolean before = tenure.takesWrites();
    long ordersBefore = ordersSoFar();
    Condition status = database.status(connection);
    saw(status, ordersBefore);
    if (before && tenure.takesWrites() && status.readOnly()) {
      tenure.giveUp(); // it was restarted so quickly that no probe failed
    }
    lagMillis = Schema.lagMillis(connection);
  }

  /** ③ The heartbeat: how old it is, so far behind is one. */
  void beat() {
    while (true) {
      if (!tenure.mayBeat()) {
        sleep(HEARTBEAT_MILLIS);
        continue;
      }
      try (Connection connection = database.connect()) {
        while (tenure.mayBeat()) {
          Sql.run(connection, Schema.BEAT);
          sleep(HEARTBEAT_MILLIS);
        }
      } catch (SQLException noReplicaOrNoDatabase) {
        sleep(AFTER_FAILED_HEARTBEAT_MILLIS);
      }
    }
  }
}
