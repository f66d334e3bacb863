package scalebook.replication.topology;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import scalebook.engines.MySql;
import scalebook.engines.Replication;
import scalebook.engines.Replication.Position;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.replication.router.Router;

/** Three databases, a wire from each to each other, and a wire from the clients to each. */
public final class Topology implements AutoCloseable {
  public static final List<String> NAMES = List.of("db1", "db2", "db3");
  private static final long CATCH_UP_MILLIS = 20_000;
  private static final int PASSWORD_BYTES = 12;

  private final Map<String, MySql> servers = new LinkedHashMap<>();
  private final Map<String, Database> databases = new LinkedHashMap<>();
  private final Map<String, Wire> links = new LinkedHashMap<>();
  private final Map<String, Wire> clients = new LinkedHashMap<>();
  private final String password = secret();
  private final Replication dialect;

  private Topology(Lab lab) {
    dialect = lab.dialect().replication();
    for (MySql server : lab.mysqls(NAMES, dialect.options())) {
      servers.put(server.name(), server);
      databases.put(server.name(), new Database(server.name(), dialect, server::connect));
      clients.put(server.name(), Wire.to(server.host(), server.port()));
    }
    for (String from : NAMES) {
      for (String to : NAMES) {
        if (!from.equals(to)) {
          links.put(from + to, Wire.to(server(to).host(), server(to).port()));
        }
      }
    }
  }

  private static String secret() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** db1 has the accounts, each with so much, and the others follow it. */
  public static Topology open(Lab lab, int accounts, long cents) throws Exception {
    Topology topology = start(lab);
    topology.fill(accounts, cents);
    return topology;
  }

  /** Three servers with nothing in them, whatever was there before. */
  public static Topology start(Lab lab) throws SQLException {
    Topology topology = new Topology(lab);
    for (String name : NAMES) {
      topology.database(name).clear();
    }
    return topology;
  }

  public void fill(int accounts, long cents) throws Exception {
    try (Connection connection = server("db1").connect()) {
      Schema.create(connection, password, accounts, cents);
    }
    promote("db1", 1, false);
    database("db2").start(source("db2", "db1"));
    database("db3").start(source("db3", "db1"));
    awaitEqual("db1");
  }

  public MySql server(String name) {
    return servers.get(name);
  }

  public Database database(String name) {
    return databases.get(name);
  }

  public Replication dialect() {
    return dialect;
  }

  /** Through which one of them replicates from another. */
  public Wire link(String from, String to) {
    return links.get(from + to);
  }

  public void heal() {
    links.values().forEach(Wire::heal);
  }

  /** Between the clients and a database. */
  public Wire client(String name) {
    return clients.get(name);
  }

  /** Where one finds another to replicate from it. */
  public Database.Source source(String from, String to) {
    MySql server = server(to);
    Properties login = server.properties();
    return new Database.Source(
        to,
        server.seenAs(),
        links.get(from + to).port(),
        login.getProperty("user"),
        login.getProperty("password"));
  }

  /** By hand, where no agent does it. */
  public void promote(String name, long epoch, boolean waits) throws SQLException {
    database(name).promote(epoch, waits);
  }

  public Database.Joined follow(String replica, String primary) throws SQLException {
    return database(replica).follow(source(replica, primary), () -> server(primary).connect());
  }

  /** What writers and readers say at the door. */
  public Properties login(String user) {
    Properties login = server("db1").properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    return login;
  }

  /** For clients: straight to the databases, through the clients' wires. */
  public Router router(long mostLagMillis) {
    List<Router.Place> places = new ArrayList<>();
    for (String name : NAMES) {
      String url = server(name).url(client(name).host(), client(name).port());
      places.add(new Router.Place(name, url, url));
    }
    return new Router(places, login(Schema.WRITER), login(Schema.READER), dialect, mostLagMillis);
  }

  /** Waits until all have what this one has now, and says whether their rows are the same. */
  public boolean awaitEqual(String primary) throws Exception {
    Position all = database(primary).executed();
    Set<String> sums = new HashSet<>();
    for (String name : NAMES) {
      if (!name.equals(primary) && !database(name).await(all, CATCH_UP_MILLIS)) {
        throw new IllegalStateException(name + " does not catch up with " + all);
      }
      sums.add(checksum(name));
    }
    return sums.size() == 1;
  }

  private String checksum(String name) throws SQLException {
    StringBuilder sums = new StringBuilder();
    try (Connection connection = server(name).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("CHECKSUM TABLE accounts, entries, epochs")) {
      while (row.next()) {
        sums.append(row.getString(1)).append(' ').append(row.getString(2)).append('\n');
      }
    }
    return sums.toString();
  }

  @Override
  public void close() {
    links.values().forEach(Wire::close);
    clients.values().forEach(Wire::close);
  }
}
