package scalebook.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Ports;

/**
 * Servers in containers. Where the engine's machine is ours they use its network, as processes do:
 * then a wire of ours can stand between two of them. Where it is a virtual machine (Docker Desktop)
 * each has a network of its own, and finds ours by a name that the engine gives it.
 */
final class DockerServers implements Servers {
  private static final int MYSQL_PORT = 3306;
  private static final int REDIS_PORT = 6379;
  private static final String REDIS_CONFIG = "/scalebook.conf";
  private static final String DESKTOP_HOST = "host.docker.internal";

  private final Home home;
  private final String password;
  private final String mysqlImage = Home.environment("SCALEBOOK_MYSQL_IMAGE").orElse("mysql:8.4");
  private final String redisImage = Home.environment("SCALEBOOK_REDIS_IMAGE").orElse("redis:8");
  private final AtomicInteger serverIds = new AtomicInteger();
  private final boolean ours;

  DockerServers(Home home, String password) {
    if (!DockerRunner.available()) {
      throw new Missing("no Docker engine answers: start Docker, or run with --engine auto");
    }
    this.home = home;
    this.password = password;
    this.ours = DockerRunner.sharesOurNetwork();
  }

  @Override
  public List<String> toFetch() {
    return Stream.of(mysqlImage, redisImage).filter(image -> !DockerRunner.here(image)).toList();
  }

  @Override
  public Dialect dialect() {
    return Dialect.of(mysqlImage);
  }

  @Override
  public MySql mysql(String name, List<String> options) {
    MySql.Login login = new MySql.Login("root", password, "book");
    List<String> command =
        new ArrayList<>(List.of(dialect() == Dialect.MYSQL ? "mysqld" : "mariadbd"));
    command.add("--server-id=" + serverIds.incrementAndGet());
    command.addAll(dialect().serverOptions());
    Ports.Claim claim = Ports.claim(home);
    if (ours) {
      command.addAll(List.of("--bind-address=127.0.0.1", "--port=" + claim.port()));
    }
    command.addAll(options);
    Map<String, String> environment =
        Map.of("MYSQL_ROOT_PASSWORD", password, "MYSQL_DATABASE", login.database());
    DockerRunner runner =
        new DockerRunner(mysqlImage, claim, inside(MYSQL_PORT), environment, command);
    return new MySql(name, runner, dialect(), login, ours ? runner.host() : DESKTOP_HOST);
  }

  /** The port in a container's own network; none when it has none. */
  private OptionalInt inside(int port) {
    return ours ? OptionalInt.empty() : OptionalInt.of(port);
  }

  @Override
  public Redis redis(String name, List<String> options) {
    Redis.refuseGroups(options);
    Ports.Claim claim = Ports.claim(home);
    List<String> lines = new ArrayList<>();
    if (ours) {
      lines.addAll(List.of("bind 127.0.0.1", "port " + claim.port()));
    }
    lines.addAll(Redis.lines(password, options));
    DockerRunner runner =
        new DockerRunner(
            redisImage, claim, inside(REDIS_PORT), Map.of(), List.of("redis-server", REDIS_CONFIG));
    runner.file(REDIS_CONFIG, String.join("\n", lines) + "\n");
    return new Redis(name, runner, password);
  }
}
