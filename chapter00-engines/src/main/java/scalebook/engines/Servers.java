package scalebook.engines;

import java.util.List;
import java.util.Map;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Workspace;

/** Makes servers of one kind; each is returned not started. */
public sealed interface Servers extends AutoCloseable
    permits ProcessServers, DockerServers, GivenServers {

  Dialect dialect();

  MySql mysql(String name, List<String> options);

  /** Options are lines of {@code redis.conf}. */
  Redis redis(String name, List<String> options);

  /** What comes over the network when it is first used. */
  default List<String> toFetch() {
    return List.of();
  }

  @Override
  default void close() {}

  /** The makers for an engine; {@link Engine#AUTO} chooses for each server on its own. */
  static Servers of(Engine engine, Home home, Workspace workspace, String password) {
    Binaries binaries = new Binaries(home);
    return switch (engine) {
      case EMBEDDED ->
          new ProcessServers(
              home,
              workspace,
              password,
              () -> binaries.embeddedMySql().orElseThrow(() -> none("embedded", "database")),
              () -> binaries.embeddedRedis().orElseThrow(() -> none("embedded", "Redis")));
      case LOCAL ->
          new ProcessServers(
              home,
              workspace,
              password,
              () -> binaries.localMySql().orElseThrow(() -> none("local", "database")),
              () -> binaries.localRedis().orElseThrow(() -> none("local", "Redis")));
      case DOCKER -> new DockerServers(home, password);
      case GIVEN -> new GivenServers();
      case AUTO -> auto(binaries, home, workspace, password);
    };
  }

  private static Servers auto(Binaries binaries, Home home, Workspace workspace, String password) {
    ProcessServers processes =
        new ProcessServers(
            home,
            workspace,
            password,
            () ->
                binaries
                    .embeddedMySql()
                    .or(() -> binaries.localMySql().filter(Binary::supported))
                    .orElseThrow(() -> none("embedded or local", "database")),
            () ->
                binaries
                    .embeddedRedis()
                    .or(binaries::localRedis)
                    .orElseThrow(() -> none("embedded or local", "Redis")));
    boolean here = processes.complete();
    return !here && DockerRunner.available() ? new DockerServers(home, password) : processes;
  }

  private static Missing none(String kind, String what) {
    Map<String, String> remedy =
        Map.of(
            "database", "install mariadb-server, or set SCALEBOOK_MYSQLD",
            "Redis", "install redis-server, or set SCALEBOOK_REDIS_SERVER");
    return new Missing(
        "no %s %s server runs on this machine: %s, or use --engine docker"
            .formatted(kind, what, remedy.get(what)));
  }
}
