package scalebook.replication.stage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import scalebook.engines.Dialect;
import scalebook.engines.http.Service;
import scalebook.engines.process.Lifeline;
import scalebook.replication.database.Database;
import scalebook.replication.lease.DiskKeeper;
import scalebook.replication.lease.DurableFile;
import scalebook.replication.lease.Gate;
import scalebook.replication.lease.Keeper;
import scalebook.replication.lease.Quorum;
import scalebook.replication.node.Agent;
import scalebook.replication.node.Node;

/** Beside each database: its agent, its gate, and one of the three keepers of leases. */
final class NodeProcess {
  /** No lease is longer. */
  static final long LONGEST_LEASE_MILLIS = 2_000;

  private static final int HANDLERS = 64;
  private static final int SOCKET_MILLIS = 2_000;

  /**
   * @param gatePort where writers come in
   * @param readPort where readers of the primary do
   * @param folder of its keeper, and of its own memory
   * @param databases the own one and its peers, by name
   * @param keepers the port of each
   * @param safety what protects an acknowledgement
   */
  record Settings(
      String name,
      Dialect dialect,
      int port,
      int gatePort,
      int readPort,
      String folder,
      Map<String, Way> databases,
      Map<String, Integer> keepers,
      Safety safety,
      long leaseMillis) {}

  /**
   * To a database, from one machine.
   *
   * @param source for the own database, which may find this machine under another name
   */
  record Way(String url, String host, int port, Map<String, String> login, Database.Source source) {
    Connection connect() throws SQLException {
      Properties settings = new Properties();
      settings.putAll(login);
      settings.setProperty("socketTimeout", String.valueOf(SOCKET_MILLIS));
      settings.setProperty("rewriteBatchedStatements", "true"); // a copy is many rows
      return DriverManager.getConnection(url, settings);
    }
  }

  private NodeProcess() {}

  public static void main(String[] args) {
    AtomicBoolean keeps = new AtomicBoolean(true);
    Settings settings =
        Lifeline.attach(Settings.class, line -> keeps.set(line.equals("keeper back")));
    Service service = Service.on(settings.port(), "http", HANDLERS);
    serve(service, Path.of(settings.folder()), keeps::get);
    Way own = settings.databases().get(settings.name());
    Map<String, Agent.Peer> peers = new LinkedHashMap<>();
    settings
        .databases()
        .forEach((name, way) -> peers.put(name, new Agent.Peer(way.source(), way::connect)));
    Agent agent =
        new Agent(
            new Database(settings.name(), settings.dialect().replication(), own::connect),
            new Gate(settings.gatePort(), own.host(), own.port(), settings.safety().lease())
                .readers(settings.readPort()),
            quorum(settings.keepers(), settings.name()),
            peers,
            settings.safety().waits(),
            settings.leaseMillis(),
            new DurableFile(Path.of(settings.folder(), "epoch")));
    agent.start();
    Remote.serve(service, Node.class, agent);
    service.start();
    System.out.println("ready");
  }

  /** A keeper with its leases in that folder. */
  static void serve(Service service, Path folder) {
    serve(service, folder, () -> true);
  }

  private static void serve(Service service, Path folder, BooleanSupplier keeps) {
    Keeper keeper = new DiskKeeper(folder, LONGEST_LEASE_MILLIS, System::nanoTime);
    Remote.serve(service, Keeper.class, keeper, keeps);
  }

  static Quorum quorum(Map<String, Integer> keepers, String who) {
    return new Quorum(
        keepers.values().stream().map(port -> Remote.at(port, Keeper.class)).toList(), who);
  }
}
