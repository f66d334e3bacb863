package scalebook.replication.stage;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import scalebook.engines.MySql;
import scalebook.engines.Replication;
import scalebook.engines.Replication.Position;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.lab.Own;
import scalebook.lab.fault.Wire;
import scalebook.replication.database.Condition;
import scalebook.replication.database.Database;
import scalebook.replication.database.Rejoin;
import scalebook.replication.database.Schema;
import scalebook.replication.monitor.PromotionChooser.Candidate;
import scalebook.replication.router.Policy;
import scalebook.replication.router.Router;

/** Three databases, a wire from each to each other, and a wire from the clients to each. */
public final class Topology implements AutoCloseable {
  public static final List<String> NAMES = List.of("db1", "db2", "db3");
  private static final long CATCH_UP_MILLIS = 20_000;
  private static final long DRAIN_MILLIS = 10_000;
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
      for (String to : others(from)) {
        links.put(from + to, Wire.to(server(to).host(), server(to).port()));
      }
    }
  }

  private static String secret() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  public static List<String> others(String name) {
    return NAMES.stream().filter(other -> !other.equals(name)).toList();
  }

  /** db1 has the accounts, each with so much, and the others follow it. */
  public static Topology open(Lab lab, int accounts, long cents) throws SQLException {
    Topology topology = start(lab);
    topology.fill(accounts, cents, true);
    return topology;
  }

  /** Three servers with nothing in them, whatever was there before. */
  static Topology start(Lab lab) throws SQLException {
    Topology topology = new Topology(lab);
    for (String name : NAMES) {
      topology.database(name).clear();
    }
    return topology;
  }

  void fill(int accounts, long cents, boolean epochs) throws SQLException {
    try (Connection connection = server("db1").connect()) {
      Schema.create(connection, password, accounts, cents, epochs);
    }
    database("db1").promote(1, false);
    start("db2", "db1");
    start("db3", "db1");
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

  /** What each replica gets from this one comes so much later. */
  public void delay(String primary, Duration delay) {
    others(primary).forEach(replica -> link(replica, primary).delay(delay));
  }

  void heal() {
    links.values().forEach(Wire::heal);
    clients.values().forEach(Wire::heal);
  }

  /** Between the clients and a database. */
  public Wire client(String name) {
    return clients.get(name);
  }

  /** Where one machine finds another one's database, or its own. */
  int port(String from, String to) {
    return from.equals(to) ? server(to).port() : link(from, to).port();
  }

  /** Where one finds another to replicate from it. */
  Database.Source source(String from, String to) {
    Properties login = server(to).properties();
    return new Database.Source(
        server(to).seenAs(),
        port(from, to),
        login.getProperty("user"),
        login.getProperty("password"));
  }

  /** A replica that has no more than the primary goes on where it was. */
  public void start(String replica, String primary) throws SQLException {
    database(replica).start(source(replica, primary));
  }

  public Rejoin.Joined follow(String replica, String primary) throws SQLException {
    return new Rejoin(database(replica), source(replica, primary), () -> server(primary).connect())
        .follow();
  }

  /** By hand, where no agent does it: the survivor that received, or applied, most. */
  Candidate choose(String dead, boolean byReceived, Own own) throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    for (String name : others(dead)) {
      Condition has = database(name).stopReceiving();
      Position counts = byReceived ? has.received() : has.executed();
      candidates.add(new Candidate(name, true, counts, has.executed()));
    }
    return OwnChooser.choose(own, candidates, NAMES.size());
  }

  /** By hand: the best one applies all that it received, or not, and is primary. */
  void promote(Candidate best, long epoch, boolean waits, boolean drains) throws SQLException {
    if (drains) {
      database(best.name()).await(best.received(), DRAIN_MILLIS);
    }
    database(best.name()).promote(epoch, waits);
  }

  /** For clients: straight to the databases, through the clients' wires. */
  public Router router(long mostLagMillis) {
    return router(Policy.of(mostLagMillis));
  }

  public Router router(Policy policy) {
    return router(policy, this::client, this::client);
  }

  /** To the primary through these wires, to any copy through the clients'. */
  Router router(Policy policy, Function<String, Wire> writing, Function<String, Wire> reading) {
    return new Router(
        NAMES.stream()
            .map(
                name ->
                    new Router.Place(
                        name,
                        url(name, writing.apply(name)),
                        url(name, reading.apply(name)),
                        url(name, client(name))))
            .toList(),
        login(Schema.WRITER),
        login(Schema.READER),
        dialect,
        policy);
  }

  private String url(String name, Wire wire) {
    return server(name).url(wire.host(), wire.port());
  }

  private Properties login(String user) {
    Properties login = server("db1").properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    return login;
  }

  /** Straight at one of them, with everything allowed. */
  public <T> T read(String name, Sql.Work<T> work) throws SQLException {
    try (Connection connection = server(name).connect()) {
      return work.on(connection);
    }
  }

  /** Waits until all have what this one has now, and says whether their rows are the same. */
  public boolean awaitEqual(String primary) throws SQLException {
    Position all = database(primary).executed();
    Set<List<String>> sums = new HashSet<>();
    for (String name : NAMES) {
      if (!name.equals(primary) && !database(name).await(all, CATCH_UP_MILLIS)) {
        throw new IllegalStateException(name + " does not catch up with " + all);
      }
      String checksum = "CHECKSUM TABLE accounts, entries, lists, epochs";
      sums.add(read(name, c -> Sql.query(c, row -> row.getString(1) + row.getString(2), checksum)));
    }
    return sums.size() == 1;
  }

  public void requireEqual(String primary) throws SQLException {
    if (!awaitEqual(primary)) {
      throw new IllegalStateException("not all have the rows of " + primary);
    }
  }

  @Override
  public void close() {
    links.values().forEach(Wire::close);
    clients.values().forEach(Wire::close);
  }
}
