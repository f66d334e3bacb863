package scalebook.engines;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;

/**
 * Unpacks a part of a jar once per user. A folder is made under another name and moved when it is
 * complete; a list of its files and sizes tells later whether it still is.
 */
record Unpacker(Home home) {
  private static final String LIST = "files.list";

  /** The folder {@code name} with all entries below {@code prefix} that are wanted. */
  Path unpack(String name, URL resource, String prefix, Predicate<String> wanted) {
    Path target = home.folder().resolve(name);
    if (intact(target)) {
      return target;
    }
    try {
      return home.exclusively(
          "unpack",
          () -> {
            if (!intact(target)) { // another program may have done it while we waited
              try {
                build(target, resource, prefix, wanted);
              } finally {
                Home.delete(home.folder().resolve("unpacking")); // what a full disk left of it
              }
            }
            return target;
          });
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new Missing(
          "cannot unpack %s into %s (%s): free some space or set SCALEBOOK_HOME"
              .formatted(name, home.folder(), e.getMessage()),
          e);
    }
  }

  private void build(Path target, URL resource, String prefix, Predicate<String> wanted)
      throws IOException {
    System.err.println(
        (Files.exists(target) ? "repairing " : "unpacking ")
            + target.getFileName()
            + " (once, a few seconds) …");
    Path fresh = home.make("unpacking");
    Home.delete(fresh); // what an interrupted program left
    Home.delete(target);
    Files.createDirectories(fresh);
    List<String> list = new ArrayList<>();
    JarURLConnection connection = (JarURLConnection) resource.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        String path = entry.getName();
        if (entry.isDirectory() || !path.startsWith(prefix)) {
          continue;
        }
        String relative = path.substring(prefix.length());
        if (wanted.test(relative)) {
          Path file = fresh.resolve(relative);
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            list.add(Files.copy(in, file) + " " + relative);
          }
        }
      }
    }
    Files.write(fresh.resolve(LIST), list);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Every file of the list is there in its size; about a hundred look-ups. */
  static boolean intact(Path folder) {
    try {
      for (String line : Files.readAllLines(folder.resolve(LIST))) {
        int space = line.indexOf(' ');
        Path file = folder.resolve(line.substring(space + 1));
        if (Files.size(file) != Long.parseLong(line.substring(0, space))) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException incomplete) {
      return false;
    }
  }
}
