package scalebook.replication.stage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;
import scalebook.replication.router.Router;

/**
 * The primary is cut off, and lives. From each account one withdraws there, and another one
 * wherever the clients are told to go. Some come through the gate, and some go around it; some come
 * soon after the cut, and some after the new primary has paid.
 */
public final class Withdrawals {
  /** From so many accounts at each cut. */
  public static final int ACCOUNTS = 4;

  private static final long LATE_NANOS = 400_000_000;

  private final Cluster cluster;
  private final long cents;
  private final String old;
  private final ExecutorService clients = Tasks.executor();

  /** Who withdraws at the old primary. */
  private record Visit(boolean fenced, boolean late) {}

  /**
   * What became of one account.
   *
   * @param fenced whether the one at the old primary came through the gate
   * @param late whether it came after the new primary had paid
   * @param paid by how many
   * @param left on the account, in the end
   */
  public record Paid(boolean fenced, boolean late, int paid, long left) {}

  private Withdrawals(Cluster cluster, long cents) {
    this.cluster = cluster;
    this.cents = cents;
    this.old = cluster.primary();
  }

  /**
   * @param waits whether the old primary waits for a replica
   * @param soonMillis after the cut, the first ones come
   */
  public static List<Paid> atACut(
      Cluster cluster, boolean waits, int firstAccount, long cents, int soonMillis)
      throws Exception {
    cluster.awaitHealthy();
    cluster.topology().database(cluster.primary()).waitForReplica(waits);
    return new Withdrawals(cluster, cents).run(firstAccount, soonMillis);
  }

  private List<Paid> run(int firstAccount, int soonMillis) throws Exception {
    long epoch = cluster.router().epoch();
    try (Router gate = cluster.clientOf(old, epoch).patience(1_000);
        Router around = cluster.clientAround(old, epoch).patience(1_000)) {
      Map<Visit, Future<Boolean>> first = new LinkedHashMap<>();
      for (Router each : List.of(gate, around)) { // connected, before the cut
        each.write(connection -> Accounts.add(connection, firstAccount, 0));
      }
      cluster.network().isolate(old);
      LockSupport.parkNanos(soonMillis * 1_000_000L);
      first.put(new Visit(true, false), visit(gate, firstAccount));
      first.put(new Visit(false, false), visit(around, firstAccount + 1));
      while (cluster.router().epoch() == epoch) {
        LockSupport.parkNanos(5_000_000);
      }
      List<Boolean> second = new ArrayList<>();
      for (int i = 0; i < ACCOUNTS; i++) {
        second.add(pays(cluster.router(), firstAccount + i));
      }
      first.put(new Visit(true, true), visit(gate, firstAccount + 2));
      first.put(new Visit(false, true), visit(around, firstAccount + 3));
      LockSupport.parkNanos(LATE_NANOS);
      cluster.network().heal();
      cluster.awaitHealthy();
      return result(firstAccount, first, second);
    } finally {
      clients.shutdownNow();
    }
  }

  private List<Paid> result(
      int firstAccount, Map<Visit, Future<Boolean>> first, List<Boolean> second) throws Exception {
    List<Paid> all = new ArrayList<>();
    for (Map.Entry<Visit, Future<Boolean>> one : first.entrySet()) {
      int account = firstAccount + all.size();
      int paid = (one.getValue().get() ? 1 : 0) + (second.get(all.size()) ? 1 : 0);
      long left = cluster.topology().read(cluster.primary(), c -> Accounts.balance(c, account));
      all.add(new Paid(one.getKey().fenced, one.getKey().late, paid, left));
    }
    return all;
  }

  private Future<Boolean> visit(Router router, int account) {
    return clients.submit(() -> pays(router, account));
  }

  /** Whether somebody got the money. An error is no money: who does not know does not pay. */
  private boolean pays(Router router, int account) {
    try {
      return router.write(connection -> Accounts.withdraw(connection, account, cents)).result();
    } catch (SQLException nobodyKnows) {
      return false;
    }
  }
}
