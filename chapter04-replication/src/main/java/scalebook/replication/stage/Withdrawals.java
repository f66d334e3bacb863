package scalebook.replication.stage;

import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;
import scalebook.replication.router.Router;

/**
 * The primary is cut off. One withdraws there, at some moment around the cut; another one wherever
 * the clients are told to go.
 *
 * @param old the primary that was cut off
 * @param first whether the one who went there was paid
 * @param second whether the other one was
 * @param left on the account, in the end
 */
public record Withdrawals(String old, String now, boolean first, boolean second, long left) {
  public static Withdrawals around(Cluster cluster, int account, long cents, int waitMillis)
      throws Exception {
    cluster.awaitHealthy();
    String name = cluster.primary();
    long epoch = cluster.router().epoch();
    try (Router stays = cluster.clientOf(name, epoch).patience(1_000)) {
      stays.write(connection -> Accounts.add(connection, account, 0)); // connected, before the cut
      ExecutorService clients = Tasks.executor();
      cluster.network().isolate(name);
      Future<Boolean> old =
          clients.submit(
              () -> {
                LockSupport.parkNanos(waitMillis * 1_000_000L);
                return pays(stays, account, cents);
              });
      while (cluster.router().epoch() == epoch) {
        LockSupport.parkNanos(5_000_000);
      }
      boolean second = pays(cluster.router(), account, cents);
      boolean first = old.get();
      clients.shutdownNow();
      cluster.network().heal();
      cluster.awaitHealthy();
      String now = cluster.primary();
      long left = cluster.topology().read(now, c -> Accounts.balance(c, account));
      return new Withdrawals(name, now, first, second, left);
    }
  }

  /** Whether somebody got the money. An error is no money: who does not know does not pay. */
  private static boolean pays(Router router, int account, long cents) {
    try {
      return router.write(connection -> Accounts.withdraw(connection, account, cents)).result();
    } catch (SQLException nobodyKnows) {
      return false;
    }
  }

  /** How many were paid. */
  public int paid() {
    return (first ? 1 : 0) + (second ? 1 : 0);
  }
}
