package scalebook.replication.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import scalebook.engines.Binaries;
import scalebook.engines.Binary;
import scalebook.engines.MySql;
import scalebook.engines.Sql;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;

/** Three databases in one Galera group: each takes writes, and commits are certified by all. */
public final class Galera implements AutoCloseable {
  private static final List<String> NAMES = List.of("galera1", "galera2", "galera3");
  private static final String SCRIPT = "wsrep_sst_book";
  private static final int CLIENTS = 0;
  private static final int GROUP = 1;
  private static final int COPIES = 2;

  /** Like the lab's servers, and members of a group. */
  private static final String OPTIONS =
      """
      --no-defaults
      --basedir=%s
      --lc-messages-dir=%s
      --datadir=%s/data
      --tmpdir=%s/tmp
      --port=%d
      --server-id=%d
      --bind-address=127.0.0.1
      --socket=mysql.sock
      --pid-file=mysql.pid
      --skip-name-resolve
      --skip-ssl
      --innodb-log-file-size=16M
      --innodb-undo-tablespaces=0
      --innodb-buffer-pool-size=48M
      --innodb-autoinc-lock-mode=2
      --binlog-format=ROW
      --wsrep-on=ON
      --wsrep-node-address=127.0.0.1
      --wsrep-sst-method=book\
      """;

  private static final String PROVIDER =
      "base_host=127.0.0.1;base_port=%g;gmcast.listen_addr=tcp://127.0.0.1:%g;"
          + "ist.recv_addr=127.0.0.1:%c;ist.recv_bind=127.0.0.1:%c;gcache.size=16M;pc.recovery=false";

  private static final long READY_NANOS = 30_000_000_000L;
  private static final long LOOK_NANOS = 20_000_000;

  private final Lab lab;
  private final Path library;
  private final Binary binary;
  private final List<MySql> prepared;
  private final List<Ports.Claim> ports = new ArrayList<>(); // of clients, of the group, of copies
  private final List<Child> nodes = new ArrayList<>();

  /** A group, where the library and a server that can load it are installed. */
  public static Optional<Galera> start(Lab lab) throws IOException, SQLException {
    Optional<Path> library =
        Stream.of(
                Home.environment("SCALEBOOK_GALERA").orElse(""),
                "/usr/lib/galera/libgalera_smm.so",
                "/usr/lib64/galera-4/libgalera_smm.so")
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .filter(Files::isReadable)
            .findFirst();
    Optional<Binary> binary = new Binaries(Home.ofUser()).embeddedMySql();
    return library.isEmpty() || binary.isEmpty() || Platform.windows()
        ? Optional.empty()
        : Optional.of(new Galera(lab, library.get(), binary.get()));
  }

  /** The users must be there before the group is: each server runs alone first. */
  private Galera(Lab lab, Path library, Binary binary) throws IOException, SQLException {
    this.lab = lab;
    this.library = library;
    this.binary = binary;
    this.prepared = lab.mysqls(NAMES, List.of());
    prepared.forEach(MySql::stop);
    for (int i = 0; i < 3 * NAMES.size(); i++) {
      ports.add(Ports.claim(Home.ofUser()));
    }
    Path script = lab.workspace().folder("galera").resolve(SCRIPT);
    try (InputStream text = Galera.class.getResourceAsStream(SCRIPT)) {
      Files.copy(text, script);
    }
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + script + " executable");
    }
    for (int node = 0; node < NAMES.size(); node++) {
      nodes.add(
          Child.program(
              NAMES.get(node),
              lab.workspace().folder("galera").resolve(NAMES.get(node) + ".log"),
              command(node)));
      connect(node).close();
    }
  }

  private int port(int node, int kind) {
    return ports.get(3 * node + kind).port();
  }

  private List<String> command(int node) {
    Path folder = lab.workspace().folder(NAMES.get(node));
    Path base = binary.base().orElseThrow();
    String first = node == 0 ? "" : "127.0.0.1:" + port(0, GROUP);
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "PATH=" + lab.workspace().folder("galera") + ":" + System.getenv("PATH"),
                binary.program().toString()));
    OPTIONS
        .formatted(base, base.resolve("share"), folder, folder, port(node, CLIENTS), node + 1)
        .lines()
        .forEach(command::add);
    command.add("--wsrep-provider=" + library);
    command.add("--wsrep-cluster-address=gcomm://" + first);
    command.add("--wsrep-data-home-dir=" + folder.resolve("data") + "/");
    command.add(
        "--wsrep-provider-options="
            + PROVIDER
                .replace("%g", "" + port(node, GROUP))
                .replace("%c", "" + port(node, COPIES)));
    if (Platform.root()) {
      command.add("--user=root");
    }
    return command;
  }

  /** Once the node is a member with all data. */
  public Connection connect(int node) throws SQLException {
    long end = System.nanoTime() + READY_NANOS;
    while (true) {
      try {
        Connection connection = once(node);
        Sql.run(connection, "SET SESSION wsrep_sync_wait = 15"); // an own read is never stale
        Sql.number(connection, "SELECT COUNT(*) FROM mysql.gtid_slave_pos");
        return connection;
      } catch (SQLException notYet) {
        if (System.nanoTime() - end > 0 || !nodes.get(node).alive()) {
          throw new SQLException(
              NAMES.get(node) + " is no member: " + nodes.get(node).logTail(10), notYet);
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** One attempt, whatever the node is now. */
  public Connection once(int node) throws SQLException {
    MySql server = prepared.get(node);
    return DriverManager.getConnection(
        server.url("127.0.0.1", port(node, CLIENTS)), server.properties());
  }

  public void kill(int node) {
    nodes.get(node).kill();
  }

  @Override
  public void close() {
    nodes.forEach(Child::close);
    for (Ports.Claim claim : ports) {
      try {
        claim.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
