package scalebook.sessions.stage.versus;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import scalebook.engines.process.Platform;

/**
 * Spring Session and what it needs, fetched by Maven into its repository of this user, and the one
 * class that is compiled among them.
 */
record Jars(Path folder) {
  private static final String POM = "spring-session.xml";
  private static final String SOURCE = "SpringSession.java";
  private static final int BOUND_SECONDS = 180;

  /** The class path; nothing when Maven cannot give it. */
  Optional<List<String>> fetch() throws IOException, InterruptedException {
    Optional<Path> mvn = Platform.find("mvn").or(() -> Platform.find("mvn.cmd"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (mvn.isEmpty() || compiler == null) {
      return Optional.empty();
    }
    Path list = folder.resolve("jars");
    Path pom = copy(POM);
    String program = mvn.get().toString();
    if (!listed(program, pom, list, "-o") && !listed(program, pom, list, "-B")) {
      return Optional.empty();
    }
    String jars = Files.readString(list).strip();
    String source = copy(SOURCE).toString();
    String into = folder.toString();
    if (compiler.run(null, null, null, "-proc:none", "-cp", jars, "-d", into, source) != 0) {
      throw new IllegalStateException("Spring Session has changed: " + SOURCE);
    }
    return Optional.of(
        Stream.concat(Stream.of(into), Stream.of(jars.split(File.pathSeparator))).toList());
  }

  private boolean listed(String mvn, Path pom, Path list, String option)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(mvn, "-q", "-B", option, "-f", pom.toString()));
    command.addAll(List.of("dependency:build-classpath", "-Dmdep.outputFile=" + list));
    Process maven =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mvn.log").toFile())
            .start();
    if (!maven.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
      maven.destroyForcibly();
      return false;
    }
    return maven.exitValue() == 0 && Files.exists(list);
  }

  private Path copy(String resource) throws IOException {
    Path to = folder.resolve(resource);
    try (InputStream from = Jars.class.getResourceAsStream(resource)) {
      Files.copy(from, to);
    }
    return to;
  }
}
