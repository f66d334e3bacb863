package scalebook.transactions;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import com.mysql.cj.jdbc.MysqlXADataSource;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import scalebook.engines.Endpoints;
import scalebook.engines.MySql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.twophase.Coordinator;
import scalebook.transactions.twophase.DecisionLog;
import scalebook.transactions.twophase.Transaction;
import scalebook.transactions.twophase.XaResource;

/**
 * A transaction over two databases, ours beside Narayana's, on the same servers. Both force their
 * decision to the same disk.
 *
 * <pre>./book bench 7</pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@Threads(4)
public class TwoDatabasesBenchmark {
  private static final String UPDATE = "UPDATE counters SET n = n + 1 WHERE id = ?";
  private static final int THREADS = 4;

  /** The servers, and both managers. */
  @State(Scope.Benchmark)
  public static class Bench {
    private final AtomicInteger threads = new AtomicInteger();
    private Lab lab;
    private List<MySql> servers;
    private List<XaResource> ours;
    private Coordinator coordinator;
    private DecisionLog log;
    private TransactionManager narayana;

    @Setup
    public void open() throws Exception {
      lab = Lab.open();
      servers = lab.mysqls(List.of("one", "two"), List.of());
      Endpoints endpoints = new Endpoints();
      for (MySql server : servers) {
        endpoints.add(server.name(), server);
        try (Connection connection = server.connect();
            var statement = connection.createStatement()) {
          statement.execute("CREATE TABLE counters (id INT PRIMARY KEY, n BIGINT NOT NULL)");
          for (int i = 0; i < THREADS; i++) {
            statement.execute("INSERT INTO counters VALUES (" + i + ", 0)");
          }
        }
      }
      Path folder = lab.workspace().folder("bench");
      ours = servers.stream().map(server -> new XaResource(server.name(), endpoints)).toList();
      log = DecisionLog.open(folder.resolve("log"));
      coordinator = new Coordinator("bench", log, ours, Progress.UNWATCHED);
      arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("bench");
      for (String store : new String[] {"default", "communicationStore", "stateStore"}) {
        BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
            .setObjectStoreDir(folder.resolve("narayana").toString());
      }
      narayana = com.arjuna.ats.jta.TransactionManager.transactionManager();
    }

    @TearDown
    public void close() {
      coordinator.close();
      ours.forEach(XaResource::close);
      log.close();
      lab.close();
    }
  }

  /** One thread's row, and its connections for Narayana. */
  @State(Scope.Thread)
  public static class Caller {
    private int row;
    private final List<XAResource> resources = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    @Setup
    public void open(Bench bench) throws Exception {
      row = bench.threads.getAndIncrement() % THREADS;
      for (MySql server : bench.servers) {
        Properties properties = server.properties();
        MysqlXADataSource source = new MysqlXADataSource();
        // The driver takes two ports of one host for the same server, and Narayana would join them.
        String host = connections.isEmpty() ? "127.0.0.1" : "localhost";
        source.setUrl(
            server.url(host, server.port()) + "?sslMode=DISABLED&allowPublicKeyRetrieval=true");
        source.setUser(properties.getProperty("user"));
        source.setPassword(properties.getProperty("password"));
        XAConnection physical = source.getXAConnection();
        resources.add(physical.getXAResource());
        connections.add(physical.getConnection());
      }
    }
  }

  private static void update(Connection connection, int row) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
      statement.setInt(1, row);
      statement.executeUpdate();
    }
  }

  @Benchmark
  public void ours(Bench bench, Caller caller) throws Exception {
    try (Transaction transaction = bench.coordinator.begin()) {
      for (XaResource resource : bench.ours) {
        update(transaction.write(resource), caller.row);
      }
      transaction.commit();
    }
  }

  @Benchmark
  public void narayana(Bench bench, Caller caller) throws Exception {
    bench.narayana.begin();
    for (int i = 0; i < caller.resources.size(); i++) {
      XAResource resource = caller.resources.get(i);
      bench.narayana.getTransaction().enlistResource(resource);
      update(caller.connections.get(i), caller.row);
      bench.narayana.getTransaction().delistResource(resource, XAResource.TMSUCCESS);
    }
    bench.narayana.commit();
  }
}
