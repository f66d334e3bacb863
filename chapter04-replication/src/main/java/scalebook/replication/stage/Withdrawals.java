package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.lab.history.History;
import scalebook.lab.history.Registers;
import scalebook.lab.history.Violation;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;

/**
 * The primary is cut off, and lives. From each account one withdraws who still knows the old
 * primary, and another one wherever the clients are told to go. Fenced ones come through the gate
 * with their epoch; the others go around it, or do not say in which epoch they decided.
 */
public final class Withdrawals {
  /** From this number of accounts at each cut. */
  public static final int ACCOUNTS = 6;

  private static final long LATE_NANOS = 400_000_000;

  private final Cluster cluster;
  private final long cents;
  private final long balance;
  private final String old;
  private final Map<Boolean, History> histories = Map.of(true, new History(), false, new History());
  private final ExecutorService clients = Tasks.executor();

  /** When a client that knows the old primary withdraws. */
  public enum When {
    /** At the old one, soon after the cut. */
    SOON,
    /** At the old one, after the new one has paid. */
    LATE,
    /** At the new one, but decided in the old epoch. */
    DECIDED
  }

  /** One account, what clients did there, and what became of it. */
  private static final class Visit {
    private final boolean fenced;
    private final When when;
    private final int account;
    private final History log;
    private boolean first;
    private boolean second;
    private boolean stale;

    Visit(boolean fenced, When when, int account, History log) {
      this.fenced = fenced;
      this.when = when;
      this.account = account;
      this.log = log;
    }

    String key() {
      return "account-" + account;
    }
  }

  /**
   * What became of the accounts of those who are fenced, or of the others; of several cuts the
   * worst.
   *
   * @param paid by how many, from one account
   * @param stale whether the old primary told the old balance after the new one had paid
   */
  public record Seen(Map<When, Integer> paid, boolean stale, Optional<Violation> violation) {
    public int paid(When when) {
      return paid.get(when);
    }

    public int most() {
      return Math.max(paid(When.SOON), paid(When.LATE));
    }

    /** After its lease the old primary neither paid nor told a balance. */
    public boolean silent() {
      return paid(When.LATE) == 1 && !stale;
    }

    private Seen and(Seen other) {
      Map<When, Integer> most = new EnumMap<>(paid);
      other.paid.forEach((when, count) -> most.merge(when, count, Math::max));
      return new Seen(most, stale || other.stale, violation.or(other::violation));
    }
  }

  /** Those that are fenced, and the others. */
  public record Cut(Seen fenced, Seen unfenced) {
    public Cut and(Cut other) {
      return new Cut(fenced.and(other.fenced), unfenced.and(other.unfenced));
    }
  }

  private Withdrawals(Cluster cluster, long balance, long cents) {
    this.cluster = cluster;
    this.balance = balance;
    this.cents = cents;
    this.old = cluster.primary();
  }

  /**
   * @param waits whether the old primary waits for a replica
   * @param balance of each account
   * @param cents withdrawn
   * @param soonMillis after the cut, the first ones come
   */
  public static Cut atACut(
      Cluster cluster, boolean waits, int firstAccount, long balance, long cents, int soonMillis)
      throws Exception {
    cluster.awaitHealthy();
    cluster.topology().database(cluster.primary()).waitForReplica(waits);
    return new Withdrawals(cluster, balance, cents).run(firstAccount, soonMillis);
  }

  private Cut run(int firstAccount, int soonMillis) throws Exception {
    long epoch = cluster.router().epoch();
    List<Visit> visits = visits(firstAccount);
    try (Router gate = cluster.clientOf(old, epoch).patience(300);
        Router around = cluster.clientAround(old, epoch).patience(300)) {
      for (Visit each : visits) { // connected and decided, before the cut
        (each.fenced ? gate : around).write(c -> Accounts.balance(c, each.account));
        each.log.write("bank", old, each.key(), String.valueOf(balance)).ok();
        balance("teller", each.fenced ? gate : around, each);
      }
      cluster.network().isolate(old);
      LockSupport.parkNanos(soonMillis * 1_000_000L);
      List<Future<?>> atTheOld = new ArrayList<>();
      for (Visit each : of(visits, When.SOON)) {
        atTheOld.add(clients.submit(() -> visit(each.fenced ? gate : around, each)));
      }
      while (cluster.router().epoch() == epoch) {
        LockSupport.parkNanos(5_000_000);
      }
      for (Visit each : visits) {
        each.second = pays("customer", cluster.router(), each);
      }
      for (Visit each : of(visits, When.LATE)) {
        atTheOld.add(clients.submit(() -> visit(each.fenced ? gate : around, each)));
      }
      for (Visit each : of(visits, When.DECIDED)) {
        each.first = decided(each, epoch);
      }
      LockSupport.parkNanos(LATE_NANOS);
      cluster.network().heal();
      cluster.awaitHealthy();
      for (Future<?> one : atTheOld) {
        one.get();
      }
      visits.forEach(each -> balance("auditor", cluster.router(), each));
      return new Cut(seen(visits, true), seen(visits, false));
    } finally {
      clients.shutdownNow();
    }
  }

  private List<Visit> visits(int firstAccount) {
    List<Visit> visits = new ArrayList<>();
    for (When when : When.values()) {
      for (boolean fenced : List.of(true, false)) {
        visits.add(new Visit(fenced, when, firstAccount + visits.size(), histories.get(fenced)));
      }
    }
    return visits;
  }

  private static List<Visit> of(List<Visit> visits, When when) {
    return visits.stream().filter(visit -> visit.when == when).toList();
  }

  private Seen seen(List<Visit> visits, boolean fenced) {
    Map<When, Integer> paid = new EnumMap<>(When.class);
    boolean stale = false;
    for (Visit each : visits) {
      if (each.fenced == fenced) {
        paid.put(each.when, (each.first ? 1 : 0) + (each.second ? 1 : 0));
        stale |= each.stale;
      }
    }
    return new Seen(paid, stale, Registers.check(histories.get(fenced).operations()));
  }

  private void visit(Router router, Visit visit) {
    visit.stale = visit.when == When.LATE && balance("visitor", router, visit) == balance;
    visit.first = pays("visitor", router, visit);
  }

  /** What the primary says is there; -1 when it says nothing. */
  private long balance(String client, Router router, Visit visit) {
    History.Pending read = visit.log.read(client, router.primaryName(), visit.key());
    try {
      long found = router.session(Reads.PRIMARY).read(c -> Accounts.balance(c, visit.account));
      read.ok(List.of(String.valueOf(found)));
      return found;
    } catch (SQLException noAnswer) {
      read.unknown();
      return -1;
    }
  }

  /** Takes what it saw in the old epoch for what is there, and writes to the new primary. */
  private boolean decided(Visit visit, long epoch) {
    if (!visit.fenced) {
      return pays("teller", cluster.router(), visit, c -> set(c, visit));
    }
    try (Router late = cluster.clientOf(cluster.primary(), epoch).patience(300)) {
      return pays("teller", late, visit, c -> set(c, visit));
    }
  }

  private boolean set(Connection connection, Visit visit) throws SQLException {
    return Accounts.set(connection, visit.account, balance - cents);
  }

  private boolean pays(String client, Router router, Visit visit) {
    return pays(client, router, visit, c -> Accounts.withdraw(c, visit.account, cents));
  }

  /** Whether somebody got the money. After an error nobody pays. */
  private boolean pays(String client, Router router, Visit visit, Sql.Work<Boolean> withdraw) {
    String from = String.valueOf(balance);
    String to = String.valueOf(balance - cents);
    History.Pending cas = visit.log.cas(client, router.primaryName(), visit.key(), from, to);
    try {
      boolean paid = router.write(withdraw).result();
      if (paid) {
        cas.ok();
      } else {
        cas.refused();
      }
      return paid;
    } catch (SQLException nobodyKnows) {
      cas.unknown();
      return false;
    }
  }
}
