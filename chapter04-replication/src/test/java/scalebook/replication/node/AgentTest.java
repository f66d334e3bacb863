package scalebook.replication.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.testing.WithLab;
import scalebook.engines.process.Http;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.replication.node.Message.Refused;
import scalebook.replication.topology.Database;
import scalebook.replication.topology.Topology;

/** An agent, whose way to its database we stop at will. */
@Timeout(60)
@ExtendWith(WithLab.class)
class AgentTest {
  private static final String PROBE = "probe";
  private static final long EPOCH = 2;

  private final CountDownLatch promoting = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean prepared;
  private volatile boolean broken;
  private volatile long probing;
  @TempDir private Path folder;

  /** The probe's way breaks; whoever promotes stops before he begins. */
  private Connection connect(Topology topology) throws SQLException {
    if (!Thread.currentThread().getName().startsWith(PROBE)) {
      if (prepared) {
        promoting.countDown();
        waitFor(goOn);
      }
      return topology.server("db1").connect();
    }
    if (broken) {
      throw new SQLException("no way to the database");
    }
    Connection connection = topology.server("db1").connect();
    probing = probing == 0 ? id(connection) : probing; // the first one is kept open
    return connection;
  }

  private static long id(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void waitFor(CountDownLatch latch) throws SQLException {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }

  @Test
  void whoGivesUpInTheMiddleOfItsPromotionDoesNotBecomePrimary(Lab lab) throws Exception {
    try (Topology topology = Topology.open(lab, 1, 0);
        ThreeKeepers keepers = new ThreeKeepers(folder);
        Gate gate = new Gate(0, "127.0.0.1", topology.server("db1").port())) {
      Quorum quorum = new Quorum(keepers.ports(), "db1"); // left open: an agent has no end
      HttpServer server = Http.server(0);
      server.setExecutor(Executors.newCachedThreadPool(Tasks.daemons("http")));
      Database database = new Database("db1", topology.dialect(), () -> connect(topology));
      new Agent(database, gate, quorum, Map.of(), false, 1_000).start(server);
      server.start();
      int port = server.getAddress().getPort();
      await("it looks at its database").until(() -> status(port).flag("up"));
      Message order = new Message().with("epoch", EPOCH);
      order.ask(port, "/prepare", 5_000);
      prepared = true;
      FutureTask<Message> promotion = new FutureTask<>(() -> order.ask(port, "/promote", 30_000));
      Tasks.daemon("monitor", promotion).start();
      promoting.await();
      assertThat(status(port).get("role")).isEqualTo("CANDIDATE");
      broken = true;
      try (Connection connection = topology.server("db1").connect();
          Statement statement = connection.createStatement()) {
        statement.execute("KILL " + probing);
      }
      await("it gives up").until(() -> status(port).get("role").equals("NONE"));
      goOn.countDown();
      assertThat(catchThrowable(promotion::get))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Refused.class)
          .hasMessageContaining("gave up");
      assertThat(status(port).get("role")).isEqualTo("NONE");
      assertThat(gate.leftMillis()).isZero();
      assertThat(quorum.look(Agent.LEASE).orElseThrow().over()).as("its lease").isTrue();
      server.stop(0);
    }
  }

  private static Message status(int port) throws Exception {
    return new Message().ask(port, "/status", 5_000);
  }
}
