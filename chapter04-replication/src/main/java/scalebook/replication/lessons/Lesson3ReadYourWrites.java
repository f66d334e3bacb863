package scalebook.replication.lessons;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;
import scalebook.replication.Accounts;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.router.Session;
import scalebook.replication.topology.Topology;

/**
 * A client carries the position of its last write. Any replica can wait until it has come so far:
 * fresh reads, and still not at the primary.
 *
 * <pre>./book read-your-writes --clients 8</pre>
 */
@Command(
    name = "read-your-writes",
    description = "a token makes any replica wait just long enough for what this client has seen")
public final class Lesson3ReadYourWrites extends Lesson {
  @Option(names = "--clients", description = "clients at a time (default: ${DEFAULT-VALUE})")
  private int clients = 6;

  @Option(names = "--pairs", description = "reads after writes (default: 600, quick 300)")
  private int pairs;

  private record Client(int account, Session session, AtomicLong newest) {}

  private final AtomicLong stale = new AtomicLong();
  private final AtomicLong backwards = new AtomicLong();

  @Override
  protected void tell(Story story) throws Exception {
    pairs = pairs > 0 ? pairs : either(600, 300);
    story.question(
        "%d clients write, and read at once over pooled connections. Is it there?", clients);
    try (Topology topology = Topology.open(lab(), clients, 0);
        Router router = topology.router(2_000);
        Heart heart = Heart.of(topology, "db1")) {
      router.primary(1, "db1");
      // ① db3 is always further behind than db2: who asks both in turn sees time go backwards.
      topology.link("db2", "db1").delay(Duration.ofMillis(5));
      topology.link("db3", "db1").delay(Duration.ofMillis(30));
      heart.awaitRotation(router, 2);
      Story.Table table =
          story.table("reads", "pairs", "not its own write", "backwards", "at replicas %");
      measure(table, story, router, Reads.ANY, "any");
      measure(table, story, router, Reads.OWN, "token");
      story.figure("stale", story.figure("stale.token"));
      story.figure("replicaShare", story.figure("share.token"));
      story.claim("without a token clients miss what they wrote", story.figure("stale.any") > 0);
      story.claim("with it no read misses one", story.figure("stale.token") == 0);
      story.claim(
          "and no read shows less than the one before it",
          story.figure("backwards.any") > 0 && story.figure("backwards.token") == 0);
      story.claim(
          "at least four of five reads are still a replica's", story.figure("replicaShare") >= 80);

      story.step("db2 and db3 fall behind further than a client waits");
      topology.link("db2", "db1").delay(Duration.ofMillis(900));
      topology.link("db3", "db1").delay(Duration.ofMillis(900));
      Client one = new Client(0, router.session(Reads.OWN), new AtomicLong());
      stale.set(0);
      writeAndRead(one, 1);
      story.event("client", "asked the primary %d times", one.session().readsAtPrimary());
      story.claim(
          "after a bound the primary answers, and nobody reads an old value",
          one.session().readsAtPrimary() > 0 && stale.get() == 0);
    }
  }

  private void measure(Story.Table table, Story story, Router router, Reads reads, String name)
      throws Exception {
    stale.set(0);
    backwards.set(0);
    Queue<Client> idle = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < clients; i++) {
      idle.add(new Client(i, router.session(reads), new AtomicLong(Long.MIN_VALUE)));
    }
    List<Client> all = List.copyOf(idle);
    try (Load load =
        Load.closed(
            clients,
            pairs,
            number -> {
              Client client = idle.remove(); // as many as there are callers
              try {
                writeAndRead(client, 2);
              } finally {
                idle.add(client);
              }
            })) {
      Ledger ledger = load.await();
      if (ledger.failedCount() > 0) {
        throw new IllegalStateException(ledger.toString());
      }
    }
    long replicas = all.stream().mapToLong(c -> c.session().readsAtReplicas()).sum();
    long primary = all.stream().mapToLong(c -> c.session().readsAtPrimary()).sum();
    double share = 100.0 * replicas / (replicas + primary);
    table.row(
        reads == Reads.ANY ? "any replica" : "with a token",
        pairs,
        stale.get(),
        backwards.get(),
        share);
    story.figure("stale." + name, stale.get());
    story.figure("backwards." + name, backwards.get());
    story.figure("share." + name, share);
  }

  /** Writes once, reads a few times; each account has one client, which knows what is on it. */
  private void writeAndRead(Client client, int reads) throws SQLException {
    long wanted;
    try (Connection connection = client.session().getConnection()) {
      connection.setAutoCommit(false);
      Accounts.add(connection, client.account(), 1);
      wanted = Accounts.balance(connection, client.account());
      connection.commit();
    }
    for (int i = 0; i < reads; i++) {
      try (Connection connection = client.session().getConnection()) {
        connection.setReadOnly(true);
        long found = Accounts.balance(connection, client.account());
        stale.addAndGet(found == wanted ? 0 : 1);
        backwards.addAndGet(found < client.newest().get() ? 1 : 0);
        client.newest().accumulateAndGet(found, Math::max);
      }
    }
  }

  public static void main(String[] args) {
    run(new Lesson3ReadYourWrites(), args);
  }
}
