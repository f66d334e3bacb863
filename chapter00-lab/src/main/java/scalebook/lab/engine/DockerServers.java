package scalebook.lab.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.Network;
import scalebook.lab.Missing;
import scalebook.lab.process.Home;
import scalebook.lab.process.Ports;

/** Servers in containers, on a network of their own. */
final class DockerServers implements Servers {
  private static final int MYSQL_PORT = 3306;
  private static final int REDIS_PORT = 6379;

  private final Home home;
  private final String password;
  private final String mysqlImage = Home.environment("SCALEBOOK_MYSQL_IMAGE").orElse("mysql:8.4");
  private final String redisImage = Home.environment("SCALEBOOK_REDIS_IMAGE").orElse("redis:8");
  private final AtomicInteger serverIds = new AtomicInteger();
  private final Network network;

  DockerServers(Home home, String password) {
    if (!DockerRunner.available()) {
      throw new Missing("no Docker engine answers: start Docker, or run with --engine auto");
    }
    this.home = home;
    this.password = password;
    this.network = Network.newNetwork();
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
    command.addAll(options);
    Map<String, String> environment =
        Map.of("MYSQL_ROOT_PASSWORD", password, "MYSQL_DATABASE", login.database());
    DockerRunner runner =
        new DockerRunner(
            name, mysqlImage, network, Ports.claim(home), MYSQL_PORT, environment, command);
    return new MySql(name, runner, dialect(), login, new MySql.Address(name, MYSQL_PORT));
  }

  @Override
  public Redis redis(String name, List<String> options) {
    List<String> command =
        new ArrayList<>(List.of("redis-server", "--requirepass", password, "--save", ""));
    for (String option : options) {
      int space = option.indexOf(' ');
      command.addAll(List.of("--" + option.substring(0, space), option.substring(space + 1)));
    }
    DockerRunner runner =
        new DockerRunner(
            name, redisImage, network, Ports.claim(home), REDIS_PORT, Map.of(), command);
    return new Redis(name, runner, password);
  }

  @Override
  public void close() {
    network.close();
  }
}
