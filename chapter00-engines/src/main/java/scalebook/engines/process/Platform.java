package scalebook.engines.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine is, as far as the lab must know. */
public final class Platform {
  private static final String OS = System.getProperty("os.name").toLowerCase(Locale.ROOT);

  private Platform() {}

  public static boolean windows() {
    return OS.startsWith("windows");
  }

  public static boolean mac() {
    return OS.startsWith("mac");
  }

  public static boolean arm() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  /** Both servers refuse to run as root unless told to; {@code user.name} is enough to know. */
  public static boolean root() {
    return !windows() && System.getProperty("user.name").equals("root");
  }

  public static String name() {
    return (windows() ? "windows" : mac() ? "macos" : "linux") + (arm() ? "-arm64" : "-amd64");
  }

  /** What figures were measured on, as far as they depend on it. */
  public static String machine() {
    return "%s, %d cores, JDK %s"
        .formatted(
            name(), Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
  }

  /** A pause needs POSIX signals. */
  public static void needSignals(String what) {
    if (windows()) {
      throw new Missing(what + " needs POSIX signals: try it on Linux, macOS or in WSL");
    }
  }

  /** Finds a program in PATH and, because servers often lie there, in the sbin folders. */
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    String[] more = windows() ? new String[0] : new String[] {"/usr/sbin", "/usr/local/sbin"};
    return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of(more))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, windows() ? program + ".exe" : program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
