package scalebook.lab;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.engines.process.Missing;

/** The folder of this project, whichever way a program of it was started. */
public final class Project {
  private static final String LANDMARK = "chapter00-lab/src";

  private Project() {}

  /** What the launcher says; otherwise above the working folder (an IDE) or above our classes. */
  public static Path root() {
    String told = System.getProperty("scalebook.root");
    return told != null
        ? Path.of(told).toAbsolutePath().normalize()
        : Stream.of(Path.of("").toAbsolutePath(), classes())
            .map(Project::above)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(
                () -> new Missing("cannot find the project's folder: start this program in it"));
  }

  /** Where pictures and histories go. The launcher says it; an IDE does not. */
  public static Path output() {
    String told = System.getProperty("scalebook.output");
    return told != null
        ? Path.of(told)
        : Path.of(System.getProperty("scalebook.root", "."), "target");
  }

  private static Optional<Path> above(Path folder) {
    return Stream.iterate(folder, f -> f != null, Path::getParent)
        .filter(f -> Files.isDirectory(f.resolve(LANDMARK)))
        .findFirst();
  }

  private static Path classes() {
    try {
      return Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
