package scalebook.replication.node;

import com.sun.net.httpserver.HttpServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import scalebook.engines.Dialect;
import scalebook.engines.Endpoints;
import scalebook.engines.process.Http;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Tasks;
import scalebook.replication.topology.Database;

/** Beside each database: its agent, its gate, and one of the three keepers of leases. */
public final class NodeProcess {
  /** No lease is longer. */
  public static final long LONGEST_LEASE_MILLIS = 2_000;

  /** Where each peer's database is for ours, which may find this machine under another name. */
  public static final String SOURCE = " as a source";

  private static final int SOCKET_MILLIS = 2_000;

  private NodeProcess() {}

  /**
   * Arguments: name, dialect, port, port of the gate, the file with the databases, a folder, the
   * keepers ({@code db1:20001,…}), whether acknowledgements wait for a replica, the lease's time.
   */
  public static void main(String[] args) throws Exception {
    Lifeline.attach(line -> {});
    String name = args[0];
    Dialect dialect = Dialect.valueOf(args[1]);
    Endpoints databases = Endpoints.read(Path.of(args[4]));
    HttpServer server = Http.server(Integer.parseInt(args[2]));
    server.setExecutor(Executors.newCachedThreadPool(Tasks.daemons("http")));
    serve(new Keeper(Path.of(args[5]), LONGEST_LEASE_MILLIS, System::nanoTime), server);
    Map<String, Integer> keepers = ports(args[6]);
    Map<String, Agent.Peer> peers = new LinkedHashMap<>();
    for (String peer : keepers.keySet()) {
      Properties login = databases.settings(peer);
      Database.Source source =
          Database.Source.of(
              peer,
              databases.url(peer + SOURCE),
              login.getProperty("user"),
              login.getProperty("password"));
      peers.put(peer, new Agent.Peer(source, () -> connect(databases, peer)));
    }
    Database own = new Database(name, dialect.replication(), () -> connect(databases, name));
    String[] address = databases.url(name).replaceFirst("^jdbc:mysql://", "").split("[:/]");
    Gate gate = new Gate(Integer.parseInt(args[3]), address[0], Integer.parseInt(address[1]));
    new Agent(
            own,
            gate,
            new Quorum(keepers, name),
            peers,
            Boolean.parseBoolean(args[7]),
            Long.parseLong(args[8]))
        .start(server);
    server.start();
    System.out.println("ready");
  }

  private static Connection connect(Endpoints databases, String name) throws SQLException {
    Properties settings = databases.settings(name);
    settings.setProperty("socketTimeout", String.valueOf(SOCKET_MILLIS));
    settings.setProperty("rewriteBatchedStatements", "true"); // a copy is many rows
    return DriverManager.getConnection(databases.url(name), settings);
  }

  /** {@code db1:20001,db2:20002}. */
  public static Map<String, Integer> ports(String text) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    Stream.of(text.split(","))
        .map(one -> one.split(":"))
        .forEach(pair -> ports.put(pair[0], Integer.valueOf(pair[1])));
    return ports;
  }

  static void serve(Keeper keeper, HttpServer server) {
    Message.answer(
        server,
        "/lease/acquire",
        q ->
            new Message()
                .with(
                    "granted",
                    keeper.acquire(
                        q.get("name"), q.number("epoch"), q.get("holder"), q.number("ttl"))));
    Message.answer(
        server,
        "/lease/renew",
        q ->
            new Message()
                .with(
                    "granted",
                    keeper.renew(
                        q.get("name"), q.number("epoch"), q.get("holder"), q.number("ttl"))));
    Message.answer(
        server,
        "/lease/release",
        q -> {
          keeper.release(q.get("name"), q.number("epoch"), q.get("holder"));
          return new Message();
        });
    Message.answer(
        server,
        "/lease/look",
        q -> {
          Keeper.State now = keeper.look(q.get("name"));
          return new Message()
              .with("epoch", now.epoch())
              .with("holder", now.holder())
              .with("left", now.leftMillis());
        });
  }
}
