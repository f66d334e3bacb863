package scalebook.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import scalebook.engines.Binaries;
import scalebook.engines.Binary;
import scalebook.engines.Dialect;
import scalebook.engines.Engine;
import scalebook.engines.Servers;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;
import scalebook.engines.process.Signals;
import scalebook.engines.process.Workspace;
import scalebook.lab.Guest;
import scalebook.lab.Lesson;

/** What this machine has, and what each missing thing would add. */
@Command(
    name = "doctor",
    description = "what is on this machine, and what a missing thing would add")
final class DoctorCommand extends Subcommand {
  private static final long MIB = 1024 * 1024;
  private static final long NEEDED_MIB = 600;

  private boolean well = true;

  @Override
  public Integer call() throws IOException {
    Home home = Home.ofUser();
    home.make("");
    must(true, "java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    Optional<Path> maven = Platform.find("mvn");
    must(
        maven.isPresent(),
        "maven",
        maven.map(Path::toString).orElse("not in PATH: ./book can't build"));
    must(
        true,
        "platform",
        Platform.name() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
    long free = home.folder().toFile().getUsableSpace() / MIB;
    must(
        free > NEEDED_MIB,
        "disk",
        "%,d MiB free in %s, %d needed".formatted(free, home.folder(), NEEDED_MIB));
    cache(home);
    ports(home);
    signals();
    servers(home);
    for (String tool : new String[] {"wrk", "nginx", "haproxy", "memcached"}) {
      Optional<Path> path = Platform.find(tool);
      may(path.isPresent(), tool, path.map(Path::toString).orElse("optional: comparisons use it"));
    }
    Guest.all().forEach(DoctorCommand::guest);
    System.out.println(well ? "ready" : "not ready: mend what is marked with ✘");
    return well ? Lesson.HELD : Lesson.MISSING;
  }

  /** A folder may take files and still run none of them, as some systems mount them. */
  private void cache(Home home) {
    try {
      Path probe = Files.createTempFile(home.make("locks"), "doctor", "");
      boolean runs = probe.toFile().setExecutable(true) && Files.isExecutable(probe);
      Files.delete(probe);
      must(
          runs,
          "cache",
          runs
              ? "servers can be unpacked and run there"
              : "no program may run in %s: set SCALEBOOK_HOME to a folder where one may"
                  .formatted(home.folder()));
    } catch (IOException e) {
      must(false, "cache", home.unusable("write", e).getMessage());
    }
  }

  private void ports(Home home) throws IOException {
    try (Ports.Claim claim = Ports.claim(home)) {
      must(true, "ports", "127.0.0.1:%d, among others, is free".formatted(claim.port()));
    } catch (Missing e) {
      must(false, "ports", e.getMessage());
    }
  }

  private static void signals() {
    try {
      Platform.needSignals("pausing a server");
      Signals.send("CONT", ProcessHandle.current().pid());
      may(true, "signals", "servers can be paused");
    } catch (Missing e) {
      may(false, "signals", "optional: " + e.getMessage());
    }
  }

  private void servers(Home home) {
    Binaries binaries = new Binaries(home);
    String none = "comes with the project where the platform has one";
    boolean database = found("embedded database", binaries::embeddedMySql, none);
    database |=
        found(
            "local database",
            () -> binaries.localMySql().map(DoctorCommand::supported),
            "optional: mariadb-server for --engine local");
    boolean redis = found("embedded Redis", binaries::embeddedRedis, none);
    redis |=
        found("local Redis", binaries::localRedis, "optional: redis-server for --engine local");
    Optional<String> docker = docker(home);
    may(
        docker.isPresent(),
        "docker",
        docker.orElse("optional: start Docker for --engine docker (MySQL 8.4, Redis 8)"));
    if (!(database && redis) && docker.isEmpty()) {
      must(false, "servers", "a database and a Redis are needed: embedded, local or with Docker");
    }
  }

  private static void guest(Guest guest) {
    Optional<Double> megabytes = guest.fetched();
    may(
        megabytes.isPresent(),
        guest.name(),
        megabytes
            .map(size -> "%s, %.0f MB".formatted(guest.title(), size))
            .orElse("optional: %s, not fetched yet (%s)".formatted(guest.title(), guest.uses())));
  }

  private static Optional<String> docker(Home home) {
    try (Workspace workspace = Workspace.open(home);
        Servers servers = Servers.of(Engine.DOCKER, home, workspace, "unused")) {
      List<String> missing = servers.toFetch();
      return Optional.of(
          missing.isEmpty()
              ? "answers"
              : "answers; before --engine docker: docker pull "
                  + String.join(", docker pull ", missing));
    } catch (Missing none) {
      return Optional.empty();
    }
  }

  private static Binary supported(Binary database) {
    if (!database.supported()) {
      throw new Missing(
          "%s %s is too old; these work: %s"
              .formatted(database.version(), database.program(), Dialect.SUPPORTED));
    }
    return database;
  }

  private static boolean found(String what, Supplier<Optional<Binary>> finder, String remedy) {
    try {
      Optional<Binary> binary = finder.get();
      may(
          binary.isPresent(),
          what,
          binary.map(b -> b.version() + " " + b.program()).orElse(remedy));
      return binary.isPresent();
    } catch (Missing e) {
      may(false, what, e.getMessage());
      return false;
    }
  }

  private void must(boolean good, String what, String text) {
    well &= good;
    line(good ? '✔' : '✘', what, text);
  }

  private static void may(boolean good, String what, String text) {
    line(good ? '✔' : '·', what, text);
  }

  private static void line(char mark, String what, String text) {
    System.out.printf("%s %-18s %s%n", mark, what, text);
  }
}
