package scalebook.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.lab.exercise.Sources;

/** A guest's jars by Maven, in a repository of this user, and our sources compiled among them. */
record Fetch(Guest guest) {
  private static final int BOUND_SECONDS = 300;
  private static final String GENERATED = "target/generated-sources";

  /** Nothing is there before all of it is. */
  void into(Path ready) throws IOException, InterruptedException {
    Path fresh = guest.home().make("guests").resolve(guest.name() + ".new");
    Home.delete(fresh);
    Files.createDirectories(fresh);
    Path log = guest.home().make("guests").resolve(guest.name() + ".log");
    if (!maven(fresh, log, "-o")) {
      System.err.printf("fetching %s (once; %s) …%n", guest.title(), guest.uses());
      if (!maven(fresh, log, "-B")) {
        throw new Missing(
            "%s is not here, and Maven could not fetch it (see %s): ./book warm does where there is a network"
                .formatted(guest.title(), log));
      }
    }
    compile(fresh);
    Home.delete(ready);
    Files.move(fresh, ready, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean maven(Path fresh, Path log, String option)
      throws IOException, InterruptedException {
    Path program =
        Platform.find("mvn")
            .or(() -> Platform.find("mvn.cmd"))
            .orElseThrow(() -> new Missing("no Maven in PATH: it fetches " + guest.title()));
    List<String> command = new ArrayList<>(List.of(program.toString(), "-q", "-B", option));
    Optional.ofNullable(System.getProperty("maven.repo.local"))
        .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
    command.addAll(List.of("-f", guest.file().toString(), "-Dguest=" + fresh, "generate-sources"));
    command.addAll(
        List.of("dependency:build-classpath", "-Dmdep.outputFile=" + fresh.resolve(Guest.JARS)));
    Files.deleteIfExists(log);
    try (Child maven = Child.program("maven", log, command)) { // it ends with us, however we do
      return maven.await(BOUND_SECONDS) == 0;
    }
  }

  private void compile(Path fresh) throws IOException {
    List<Path> own =
        Stream.of(guest.folder().resolve("java"), fresh.resolve(GENERATED))
            .flatMap(room -> Guest.sources(room).stream())
            .filter(source -> source.toString().endsWith(".java"))
            .toList();
    Sources sources =
        new Sources(
            Project.root(),
            List.of(),
            fresh.resolve(Guest.CLASSES),
            Guest.jars(fresh.resolve(Guest.JARS)));
    List<String> errors = sources.compile(own.toArray(Path[]::new));
    if (!errors.isEmpty()) {
      throw new Missing(guest.name() + " does not compile: " + String.join("; ", errors));
    }
  }
}
