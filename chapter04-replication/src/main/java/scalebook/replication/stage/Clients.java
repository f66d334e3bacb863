package scalebook.replication.stage;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;

/** Some clients, each with its session, that write once and read twice, again and again. */
public final class Clients {
  private static final int READS = 2;

  private final List<Client> all;

  private Clients(List<Client> all) {
    this.all = all;
  }

  /** Returns when they have done so many pairs together; a failure is nobody's fault but ours. */
  public static Clients run(Router router, Reads reads, int clients, int pairs)
      throws InterruptedException {
    List<Client> all =
        IntStream.range(0, clients).mapToObj(i -> new Client(router.session(reads), i)).toList();
    Queue<Client> idle = new ConcurrentLinkedQueue<>(all);
    try (Load load = Load.closed(clients, pairs, number -> pair(idle))) {
      Ledger ledger = load.await();
      if (ledger.failedCount() > 0) {
        throw new IllegalStateException(ledger.toString());
      }
    }
    return new Clients(all);
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
