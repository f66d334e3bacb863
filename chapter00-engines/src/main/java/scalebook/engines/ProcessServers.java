package scalebook.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;
import scalebook.engines.process.Workspace;

/** Servers as processes of this machine, embedded or installed. */
final class ProcessServers implements Servers {
  private final Home home;
  private final Workspace workspace;
  private final String password;
  private final Supplier<Binary> mysqlFinder;
  private final Supplier<Binary> redisFinder;
  private final AtomicInteger serverIds = new AtomicInteger();
  private Binary mysql;
  private Binary redis;

  ProcessServers(
      Home home,
      Workspace workspace,
      String password,
      Supplier<Binary> mysqlFinder,
      Supplier<Binary> redisFinder) {
    this.home = home;
    this.workspace = workspace;
    this.password = password;
    this.mysqlFinder = mysqlFinder;
    this.redisFinder = redisFinder;
  }

  private synchronized Binary mysqlBinary() {
    mysql = mysql == null ? mysqlFinder.get() : mysql;
    return mysql;
  }

  private synchronized Binary redisBinary() {
    redis = redis == null ? redisFinder.get() : redis;
    return redis;
  }

  /** Whether both servers run here. */
  boolean complete() {
    try {
      mysqlBinary();
      redisBinary();
      return true;
    } catch (Missing one) {
      return false;
    }
  }

  @Override
  public Dialect dialect() {
    return mysqlBinary().dialect();
  }

  @Override
  public MySql mysql(String name, List<String> options) {
    Binary binary = mysqlBinary();
    Path folder = workspace.folder(name);
    new Template(home, binary).copyTo(folder.resolve("data"));
    workspace.folder(name + "/tmp");
    MySql.Login login = new MySql.Login("book", password, "book");
    Ports.Claim claim = Ports.claim(home);
    List<String> command = new ArrayList<>(List.of(binary.program().toString(), "--no-defaults"));
    command.addAll(binary.baseOptions());
    command.addAll(binary.dialect().commonOptions(folder, claim.port()));
    command.add("--server-id=" + serverIds.incrementAndGet());
    command.add("--init-file=" + write(folder.resolve("init.sql"), initSql(login)));
    if (Platform.root()) {
      command.add("--user=root");
    }
    command.addAll(options);
    ProcessRunner runner = new ProcessRunner(name, folder.resolve("log"), claim, command);
    return new MySql(name, runner, binary.dialect(), login, runner.host());
  }

  /** Run at every start, before the first connection; never replicated. */
  private static String initSql(MySql.Login login) {
    String user = "'%s'@'127.0.0.1'".formatted(Dialect.plain(login.user()));
    return """
    SET sql_log_bin=0;
    CREATE DATABASE IF NOT EXISTS %s;
    CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s';
    GRANT ALL ON *.* TO %s WITH GRANT OPTION;
    """
        .formatted(login.database(), user, Dialect.plain(login.password()), user);
  }

  @Override
  public Redis redis(String name, List<String> options) {
    Path folder = workspace.folder(name);
    Ports.Claim claim = Redis.cluster(options) ? Ports.claimWithBus(home) : Ports.claim(home);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "bind 127.0.0.1",
                "port " + claim.port(),
                "dir \"" + folder.toString().replace('\\', '/') + "\""));
    lines.addAll(Redis.lines(password, options));
    Path config = write(folder.resolve("redis.conf"), String.join("\n", lines) + "\n");
    List<String> command =
        new ArrayList<>(List.of(redisBinary().program().toString(), config.toString()));
    if (Redis.sentinel(options)) {
      command.add("--sentinel");
    }
    return new Redis(
        name, new ProcessRunner(name, folder.resolve("log"), claim, command), password);
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
