package scalebook.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import scalebook.engines.process.Home;

/**
 * Unpacks a part of a jar once per user. A folder is made under another name and moved when it is
 * complete; a list of its files tells later what to compare with the jar.
 */
record Unpacker(Home home) {
  private static final String LIST = "files.list";
  private static final String SEEN = "files.seen";
  private static final boolean CHANGES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /** The folder {@code name} with all entries below {@code prefix} that are wanted. */
  Path unpack(String name, URL resource, String prefix, Predicate<String> wanted) {
    Path target = home.folder().resolve(name);
    if (intact(target, resource, prefix)) {
      return target;
    }
    try {
      return home.exclusively(
          "unpack",
          () -> {
            if (!intact(
                target, resource, prefix)) { // another program may have done it while we waited
              try {
                build(target, resource, prefix, wanted);
              } finally {
                Home.delete(home.folder().resolve("unpacking")); // what a full disk left of it
              }
            }
            return target;
          });
    } catch (IOException | java.io.UncheckedIOException e) {
      throw home.unusable("unpack " + name, e);
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
    try (JarFile jar = jar(resource)) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        String path = entry.getName();
        if (entry.isDirectory() || !path.startsWith(prefix)) {
          continue;
        }
        String relative = path.substring(prefix.length());
        if (wanted.test(relative)) {
          Path file = fresh.resolve(relative).normalize();
          if (!file.startsWith(fresh)) {
            throw new IOException("the jar's entry " + path + " leaves the folder");
          }
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            list.add(Files.copy(in, file) + " " + relative);
          }
        }
      }
    }
    Files.write(fresh.resolve(LIST), list);
    if (!intact(fresh, resource, prefix)) {
      throw new IOException("damaged on its way from " + resource);
    }
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static JarFile jar(URL resource) throws IOException {
    JarURLConnection connection = (JarURLConnection) resource.openConnection();
    connection.setUseCaches(false);
    return connection.getJarFile();
  }

  /**
   * Every file of the list is there and has the sum that the jar has for it. To read a database
   * server takes half a second from a disk, so that is done only when a file has changed since.
   */
  static boolean intact(Path folder, URL resource, String prefix) {
    try {
      List<String> files = new ArrayList<>();
      List<String> states = new ArrayList<>();
      for (String line : Files.readAllLines(folder.resolve(LIST))) {
        String file = line.substring(line.indexOf(' ') + 1);
        files.add(file);
        states.add(state(folder.resolve(file)));
      }
      Path seen = folder.resolve(SEEN);
      if (Files.exists(seen) && Files.readAllLines(seen).equals(states)) {
        return true;
      }
      try (JarFile jar = jar(resource)) {
        for (String file : files) {
          if (jar.getJarEntry(prefix + file).getCrc() != sum(folder.resolve(file))) {
            return false;
          }
        }
      }
      Files.write(seen, states);
      return true;
    } catch (IOException | RuntimeException incomplete) {
      return false;
    }
  }

  /** The time of a change is the system's: nobody sets it back. */
  private static String state(Path file) throws IOException {
    return "%d %s %s"
        .formatted(
            Files.size(file),
            Files.getLastModifiedTime(file),
            CHANGES ? Files.getAttribute(file, "unix:ctime") : "");
  }

  private static long sum(Path file) throws IOException {
    CRC32 sum = new CRC32(); // as the jar has it
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return sum.getValue();
  }
}
