package scalebook.book;

import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import scalebook.lab.Lesson;
import scalebook.lab.engine.Binaries;
import scalebook.lab.engine.Binary;
import scalebook.lab.engine.Engine;
import scalebook.lab.engine.Servers;
import scalebook.lab.process.Home;
import scalebook.lab.process.Missing;
import scalebook.lab.process.Platform;
import scalebook.lab.process.Workspace;

/** What this machine has, and what each missing thing would add. */
@Command(
    name = "doctor",
    description = "what is on this machine, and what a missing thing would add")
final class DoctorCommand extends Subcommand {
  private static final long MIB = 1024 * 1024;
  private static final long NEEDED_MIB = 600;

  private boolean well = true;

  @Override
  public Integer call() {
    Home home = Home.ofUser();
    home.make("");
    line(true, "java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    line(
        Platform.find("mvn").isPresent(),
        "maven",
        Platform.find("mvn").map(Object::toString).orElse("not in PATH: ./book can't build"));
    line(
        true,
        "platform",
        Platform.name() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
    long free = home.folder().toFile().getUsableSpace() / MIB;
    line(
        free > NEEDED_MIB,
        "disk",
        "%,d MiB free in %s, %d needed".formatted(free, home.folder(), NEEDED_MIB));
    Binaries binaries = new Binaries(home);
    boolean database =
        found(
            "embedded database",
            binaries::embeddedMySql,
            "installed with the project where the platform has one");
    database |=
        found(
            "local database", binaries::localMySql, "optional: mariadb-server for --engine local");
    boolean redis =
        found(
            "embedded Redis",
            binaries::embeddedRedis,
            "installed with the project where the platform has one");
    redis |=
        found("local Redis", binaries::localRedis, "optional: redis-server for --engine local");
    boolean docker = docker(home);
    line(
        docker,
        "docker",
        docker ? "answers" : "optional: start Docker for --engine docker (MySQL 8.4, Redis 8)");
    for (String tool : new String[] {"wrk", "nginx", "haproxy"}) {
      Optional<String> path = Platform.find(tool).map(Object::toString);
      line(path.isPresent(), tool, path.orElse("optional: the comparisons of chapter 1 use it"));
    }
    well &= (database && redis) || docker;
    System.out.println(well ? "ready" : "not ready: mend what is marked with ✘");
    return well ? Lesson.HELD : Lesson.MISSING;
  }

  private static boolean docker(Home home) {
    try (Workspace workspace = Workspace.open(home);
        Servers servers = Servers.of(Engine.DOCKER, home, workspace, "unused")) {
      return true;
    } catch (Missing none) {
      return false;
    }
  }

  private static boolean found(String what, Supplier<Optional<Binary>> finder, String remedy) {
    try {
      Optional<Binary> binary = finder.get();
      line(
          binary.isPresent(),
          what,
          binary.map(b -> b.version() + " " + b.program()).orElse(remedy));
      return binary.isPresent();
    } catch (Missing e) {
      line(false, what, e.getMessage());
      return false;
    }
  }

  private static void line(boolean good, String what, String text) {
    System.out.printf(
        "%s %-18s %s%n", good ? "✔" : text.startsWith("optional") ? "·" : "✘", what, text);
  }
}
