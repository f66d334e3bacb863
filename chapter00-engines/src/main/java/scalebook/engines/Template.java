package scalebook.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;

/** An empty database, made once per server version and then copied for each new server. */
record Template(Home home, Binary binary) {
  private static final int BOOTSTRAP_SECONDS = 120;

  /** Copies the template, and makes it first when it is not there. */
  void copyTo(Path data) {
    Path template =
        home.folder().resolve("template-%s-%s".formatted(binary.dialect(), binary.version()));
    try {
      if (!Files.exists(template)) {
        home.exclusively(
            "template",
            () -> {
              if (!Files.exists(template)) {
                make(template);
              }
              return template;
            });
      }
      copy(template.toRealPath(), data);
    } catch (IOException | UncheckedIOException e) {
      throw home.unusable("make a database folder", e);
    }
  }

  /** A temporary folder of its own: a starting MariaDB removes other servers' tables from one. */
  void make(Path template) throws IOException, InterruptedException {
    Path unfinished = home.make("template-unfinished");
    Home.delete(unfinished);
    Path data = Files.createDirectories(unfinished.resolve("data"));
    List<String> command = new ArrayList<>(List.of(binary.program().toString(), "--no-defaults"));
    command.addAll(binary.baseOptions());
    command.addAll(binary.dialect().bootstrapOptions());
    command.add("--datadir=" + data);
    command.add("--tmpdir=" + Files.createDirectories(unfinished.resolve("tmp")));
    if (Platform.root()) {
      command.add("--user=root");
    }
    Path input = unfinished.resolve("bootstrap.sql");
    Path log = unfinished.resolve("bootstrap.log");
    Files.writeString(input, binary.dialect() == Dialect.MARIADB ? systemTables() : "");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(BOOTSTRAP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new Missing(
          "%s %s makes no empty database, it says: %s; these work: %s"
              .formatted(binary.program(), binary.version(), complaint(log), Dialect.SUPPORTED));
    }
    Files.move(data, template, StandardCopyOption.ATOMIC_MOVE);
    Home.delete(unfinished);
  }

  /** The first error is the reason; what follows it is the shutdown. */
  private static String complaint(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.stream()
        .filter(line -> line.contains("ERROR"))
        .findFirst()
        .orElse(lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1));
  }

  /** MariaDB takes its system tables as SQL; no user is left who could log in. */
  private String systemTables() throws IOException {
    return "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
        + Files.readString(share("_system_tables.sql"), StandardCharsets.UTF_8)
        + Files.readString(share("_system_tables_data.sql"), StandardCharsets.UTF_8)
        + "\nDELETE FROM global_priv WHERE User='root';\nDELETE FROM proxies_priv;\n";
  }

  private Path share(String ending) throws IOException {
    Path installed = binary.program().toRealPath().getParent().resolveSibling("share");
    List<Path> folders =
        Stream.of(
                binary.base().map(base -> base.resolve("share")).orElse(installed),
                binary.base().map(base -> base.resolve("share/mysql")).orElse(installed),
                installed.resolve("mysql"),
                installed.resolve("mariadb"),
                Path.of("/usr/share/mysql"),
                Path.of("/usr/share/mariadb"))
            .filter(Files::isDirectory)
            .toList();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        var found = files.filter(file -> file.toString().endsWith(ending)).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw new Missing(
        "no *%s beside %s: install the whole server".formatted(ending, binary.program()));
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
