package scalebook.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;

/** Any jar will do; the pool's is small and always there. */
class UnpackerTest {
  private static final String PREFIX = "com/zaxxer/hikari/";
  private static final URL RESOURCE =
      HikariDataSource.class.getResource("/com/zaxxer/hikari/HikariDataSource.class");

  @TempDir Path folder;

  private Path unpack() {
    return new Unpacker(new Home(folder))
        .unpack("thing", RESOURCE, PREFIX, file -> file.startsWith("HikariD"));
  }

  @Test
  void anInterruptedOrDamagedUnpackIsRepaired() throws Exception {
    Path thing = unpack();
    Path file = thing.resolve("HikariDataSource.class");
    long size = Files.size(file);
    Files.writeString(file, "cut short");
    assertThat(Unpacker.intact(thing, RESOURCE, PREFIX)).isFalse();
    assertThat(Files.size(unpack().resolve(file.getFileName()))).isEqualTo(size);
    Files.delete(file);
    unpack();
    assertThat(file).exists();
    Files.createDirectories(folder.resolve("unpacking/half"));
    Home.delete(thing);
    assertThat(Unpacker.intact(unpack(), RESOURCE, PREFIX)).isTrue();
    assertThat(thing.resolve("half")).doesNotExist();
  }

  @Test
  void manyAtOnceUnpackOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Path> one = this::unpack;
    for (Future<Path> done : threads.invokeAll(List.of(one, one, one, one, one, one, one, one))) {
      assertThat(Unpacker.intact(done.get(), RESOURCE, PREFIX)).isTrue();
    }
    threads.shutdown();
  }

  @Test
  void anUnwritableCacheFolderIsOneLineWithARemedy() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Home home = new Home(file.resolve("cache"));
    assertThatThrownBy(() -> new Unpacker(home).unpack("thing", RESOURCE, PREFIX, name -> true))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("set SCALEBOOK_HOME");
  }

  /** As a power cut leaves it: all blocks are there, and some are empty. */
  @Test
  void damageThatKeepsTheSizeIsRepaired() throws Exception {
    Path file = unpack().resolve("HikariDataSource.class");
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    java.util.Arrays.fill(bad, bad.length / 2, bad.length, (byte) 0);
    Files.write(file, bad);
    unpack();
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
  }

  @Test
  void anEntryThatLeavesTheFolderIsRefused() throws Exception {
    Path jar = folder.resolve("evil.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("in/good", "in/../../evil")) {
        out.putNextEntry(new JarEntry(name));
        out.write(1);
      }
    }
    URL resource = new URL("jar:" + jar.toUri() + "!/in/good");
    Home home = new Home(folder.resolve("home"));
    assertThatThrownBy(() -> new Unpacker(home).unpack("thing", resource, "in/", file -> true))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("in/../../evil");
    assertThat(folder.resolve("home/evil")).doesNotExist();
    assertThat(folder.resolve("evil")).doesNotExist();
  }
}
