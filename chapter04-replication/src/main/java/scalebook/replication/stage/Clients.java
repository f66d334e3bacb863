package scalebook.replication.stage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;
import scalebook.lab.history.Sessions;
import scalebook.lab.history.Violation;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;

/** Some clients, each with its session, that write once and read twice, again and again. */
public final class Clients {
  /** After each write. */
  public static final int READS = 2;

  private final List<Client> all;

  private final History history;

  private Clients(List<Client> all, History history) {
    this.all = all;
    this.history = history;
  }

  /** Returns when they have done this number of pairs together; any failure is an error of ours. */
  public static Clients run(Router router, Reads reads, int clients, int pairs)
      throws InterruptedException, SQLException {
    History history = new History();
    List<Client> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      all.add(new Client(router.session(reads), i, history));
    }
    Queue<Client> idle = new ConcurrentLinkedQueue<>(all);
    try (Load load = Load.closed(clients, pairs, number -> pair(idle))) {
      Ledger ledger = load.await();
      if (ledger.failedCount() > 0) {
        throw new IllegalStateException(ledger.toString());
      }
    }
    return new Clients(all, history);
  }

  private static void pair(Queue<Client> idle) throws Exception {
    Client client = idle.remove(); // as many as there are callers
    try {
      client.write();
      for (int i = 0; i < READS; i++) {
        client.read();
      }
    } finally {
      idle.add(client);
    }
  }

  /** What each of them wrote and read. */
  public List<Operation> history() {
    return history.operations();
  }

  /** Whether each client read what it wrote, and never less than it had read before. */
  public static Optional<Violation> guarantees(List<Operation> history) {
    return Sessions.check(history, Long::parseLong);
  }

  /** Of the reads alone: whether one shows less than an earlier one of the same client. */
  public static Optional<Violation> monotonic(List<Operation> history) {
    return guarantees(history.stream().filter(Operation::isRead).toList());
  }

  public long stale() {
    return all.stream().mapToLong(Client::stale).sum();
  }

  public long backwards() {
    return all.stream().mapToLong(Client::backwards).sum();
  }

  /** Of a hundred reads. */
  public double readsAtReplicas() {
    long replicas = all.stream().mapToLong(c -> c.session().readsAtReplicas()).sum();
    long primary = all.stream().mapToLong(c -> c.session().readsAtPrimary()).sum();
    return 100.0 * replicas / (replicas + primary);
  }
}
