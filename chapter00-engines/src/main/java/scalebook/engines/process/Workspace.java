package scalebook.engines.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The temporary folder of one running program. Its owner holds a lock on it; the next program that
 * starts deletes every folder whose lock is free, so that even {@code kill -9} leaves nothing.
 */
public final class Workspace implements AutoCloseable {
  /**
   * POSIX drops a file's lock when its owner closes <em>any</em> handle on that file, so a sweep
   * must never open a lock of this very process.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lockFile;

  @SuppressWarnings("unused") // held for as long as the workspace is open
  private final FileLock lock;

  private Workspace(Path folder, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  public static Workspace open(Home home) {
    Path runs = home.make("runs");
    try {
      // Under one lock, or a sweep could take a folder that is made but not locked yet.
      return home.exclusively(
          "sweep",
          () -> {
            sweep(runs);
            return create(runs);
          });
    } catch (IOException e) {
      throw home.unusable("make a temporary folder", e);
    }
  }

  private static Workspace create(Path runs) throws IOException {
    Path folder = runs.resolve(Integer.toHexString(ThreadLocalRandom.current().nextInt()));
    Files.createDirectory(folder);
    if (!Platform.windows()) { // passwords lie in here
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    Path lockPath = lockOf(folder);
    OURS.add(lockPath);
    FileChannel file = Home.open(lockPath);
    return new Workspace(folder, file, file.lock());
  }

  /** The lock lies beside its folder: Windows deletes no folder with an open file in it. */
  private static Path lockOf(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".lock");
  }

  /** Deletes what programs left behind that are gone. */
  static List<Path> sweep(Path runs) throws IOException {
    List<Path> swept = new ArrayList<>();
    try (Stream<Path> files = Files.list(runs)) {
      for (Path folder : files.filter(Files::isDirectory).toList()) {
        Path lockPath = lockOf(folder);
        if (OURS.contains(lockPath)) {
          continue;
        }
        try (FileChannel file = Home.open(lockPath);
            FileLock free = file.tryLock()) {
          if (free != null) {
            Home.delete(folder);
            Files.deleteIfExists(lockPath);
            swept.add(folder);
          }
        }
      }
    }
    return swept;
  }

  /** A new folder in this workspace. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make folder " + name + " in " + folder, e);
    }
  }

  public Path path() {
    return folder;
  }

  @Override
  public void close() {
    try {
      Home.delete(folder);
    } catch (UncheckedIOException dying) {
      // A server that is just being ended may still write: the next start sweeps the rest.
      return;
    } finally {
      try {
        lockFile.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        OURS.remove(lockOf(folder));
      }
    }
    lockOf(folder).toFile().delete();
  }
}
