package scalebook.cloning.stage.names;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import scalebook.lab.story.Story;

/** Two JVMs that know a site, and its name that moves: which of them notices? */
public record JvmCaches(boolean forEverLeft, boolean shortLeft) {
  private static final int FOR_EVER = -1;
  private static final Duration BOUND = Duration.ofSeconds(4);

  /** {@code cacheSeconds}: of the second JVM; the first one caches for ever. */
  public static JvmCaches move(Story story, Path folder, String from, String to, int cacheSeconds)
      throws Exception {
    Path hosts = folder.resolve("hosts");
    String name = "jvm.shop.test";
    point(hosts, from, name);
    try (JvmClient forEver = JvmClient.start(folder, hosts, name, FOR_EVER, "forever");
        JvmClient shortly = JvmClient.start(folder, hosts, name, cacheSeconds, "shortly")) {
      if (!forEver.lookup().equals(from) || !shortly.lookup().equals(from)) {
        throw new IllegalStateException("a JVM does not read its hosts file");
      }
      story.event("hosts", "%s is now %s", name, to);
      point(hosts, to, name);
      boolean left = left(shortly, to);
      return new JvmCaches(forEver.lookup().equals(to), left);
    }
  }

  /** At once: whoever reads half of it knows no such name, and remembers that, too. */
  private static void point(Path hosts, String address, String name) throws Exception {
    Path next = hosts.resolveSibling("hosts.next");
    Files.writeString(next, address + " " + name + System.lineSeparator());
    Files.move(next, hosts, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean left(JvmClient client, String to) {
    try {
      Awaitility.await()
          .atMost(BOUND)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> client.lookup().equals(to));
      return true;
    } catch (ConditionTimeoutException stays) {
      return false;
    }
  }
}
