package scalebook.engines.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The cache folder of this user: unpacked servers, database templates, and one folder for each
 * running program.
 */
public record Home(Path folder) {

  /** {@code SCALEBOOK_HOME}, or the place where this platform keeps caches. */
  public static Home ofUser() {
    return new Home(
        environment("SCALEBOOK_HOME")
            .map(Path::of)
            .orElseGet(
                () ->
                    environment("XDG_CACHE_HOME")
                        .or(() -> environment("LOCALAPPDATA"))
                        .map(Path::of)
                        .orElse(Path.of(userHome(), Platform.mac() ? "Library/Caches" : ".cache"))
                        .resolve("scalebook"))
            .toAbsolutePath());
  }

  /** Java says "?" where this machine has no entry for the user, as in many containers. */
  private static String userHome() {
    return Optional.of(System.getProperty("user.home"))
        .filter(folder -> Path.of(folder).isAbsolute())
        .or(() -> environment("HOME"))
        .orElseThrow(
            () ->
                new Missing("this user has no home: set SCALEBOOK_HOME to a folder you can write"));
  }

  public static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** A folder below this one, made when it is not there. */
  public Path make(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new Missing(
          "cannot write to the cache folder %s (%s): set SCALEBOOK_HOME to a folder you can write"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** What is to be done about a folder in which something could not be done. */
  public Missing unusable(String doing, Exception why) {
    String text = String.valueOf(why.getMessage());
    boolean full = text.contains("No space left") || text.contains("quota exceeded");
    return new Missing(
        "cannot %s in %s (%s): %s"
            .formatted(
                doing,
                folder,
                why instanceof AccessDeniedException ? text + " cannot be written" : text,
                full
                    ? "free some space, or set SCALEBOOK_HOME to a folder that has some"
                    : "set SCALEBOOK_HOME to a folder you can write"),
        why);
  }

  /**
   * Runs one piece of work at a time, whichever program and thread asks. The lock is the operating
   * system's: it ends with its owner, however that ends.
   */
  public <T> T exclusively(String name, Callable<T> work) throws IOException {
    synchronized (Home.class) { // ① a file lock is the JVM's: threads of this one queue here
      try (FileChannel file = open(make("locks").resolve(name));
          FileLock held = file.lock()) { // ② other programs queue here
        return work.call();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Deletes a folder and all below it; what vanishes meanwhile is no error. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (java.nio.file.NoSuchFileException meanwhile) {
      // Somebody else deletes the same folder: what we wanted.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
