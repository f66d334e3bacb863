package scalebook.engines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All that differs between MariaDB and MySQL, and nothing else. */
public enum Dialect {
  MARIADB(new MariaDbReplication(), 10, 6) {
    @Override
    List<String> serverOptions() {
      // Without skip-ssl every start makes a 4096-bit key: 2 to 6 s instead of 0.3 s.
      return List.of("--skip-ssl", "--innodb-log-file-size=16M", "--innodb-undo-tablespaces=0");
    }

    @Override
    List<String> bootstrapOptions() {
      return List.of(
          "--bootstrap", "--skip-ssl", "--innodb-log-file-size=16M", "--innodb-undo-tablespaces=0");
    }

    @Override
    public List<String> binlog() {
      return List.of(
          "--log-bin=binlog",
          "--binlog-format=ROW",
          "--log-slave-updates=ON",
          "--gtid-strict-mode=ON");
    }
  },

  MYSQL(new MySqlReplication(), 8, 0, 30) {
    @Override
    List<String> serverOptions() {
      return List.of("--mysqlx=OFF", "--innodb-redo-log-capacity=16M");
    }

    @Override
    List<String> bootstrapOptions() {
      return List.of("--initialize-insecure", "--innodb-redo-log-capacity=16M");
    }

    @Override
    public List<String> binlog() {
      return List.of("--log-bin=binlog", "--gtid-mode=ON", "--enforce-gtid-consistency=ON");
    }
  };

  /** Those that were tried. */
  public static final String SUPPORTED = "MySQL 8.0.30 or newer, MariaDB 10.6 or newer";

  private final Replication replication;
  private final int[] oldest;

  Dialect(Replication replication, int... oldest) {
    this.replication = replication;
    this.oldest = oldest;
  }

  /** Whether a server of this version knows the options that it is given. */
  boolean supports(String version) {
    int[] numbers = Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return Arrays.compare(numbers, oldest) >= 0;
  }

  /** What replicated servers are told. */
  public Replication replication() {
    return replication;
  }

  /** What a version line of the server program, or an image's name, tells. */
  public static Dialect of(String text) {
    return text.toLowerCase(java.util.Locale.ROOT).contains("mariadb") ? MARIADB : MYSQL;
  }

  abstract List<String> serverOptions();

  abstract List<String> bootstrapOptions();

  /** Server options for one that others can replicate from: row format, GTIDs. */
  public abstract List<String> binlog();

  /** Options that make both start fast and stay small, for a server that has this folder alone. */
  List<String> commonOptions(Path folder, int port) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--datadir=" + folder.resolve("data"),
                "--tmpdir=" + folder.resolve("tmp"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=mysql.sock", // below the data folder: a socket's path has at most 107
                // bytes
                "--pid-file=mysql.pid",
                "--skip-name-resolve",
                "--performance-schema=OFF",
                "--innodb-buffer-pool-size=48M",
                "--max-connections=300"));
    options.addAll(serverOptions());
    return options;
  }

  /** Statements that cannot take parameters get only what needs no quoting. */
  static String plain(String value) {
    if (!value.matches("[A-Za-z0-9._:-]+")) {
      throw new IllegalArgumentException("not a plain name");
    }
    return value;
  }
}
