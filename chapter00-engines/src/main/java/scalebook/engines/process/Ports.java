package scalebook.engines.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * Ports for servers that must come back on the same port after a restart.
 *
 * <p>They lie below the range from which systems take ports for outgoing connections: otherwise,
 * while a server is down, some client's connection may sit on its port. A lock file for each port
 * keeps two programs that start at the same time from choosing the same one.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;
  private static final int BUS = 10_000;
  private static final int BUS_COUNT = 32_768 - BUS - FIRST;
  private static final int TRIES = 200;

  /** See {@code Workspace.OURS}: a lock file of this process must not be opened again. */
  private static final Set<Integer> OURS = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port that is ours, and nobody else's of this project, until it is closed. */
  public record Claim(int port, FileChannel file, FileLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      file.close();
      OURS.remove(port);
    }
  }

  public static Claim claim(Home home) {
    return claim(home, COUNT, Ports::free);
  }

  /**
   * For a node of a Redis Cluster: the port 10,000 above is free, too, and lies below that range as
   * well. Nobody else claims from there.
   */
  public static Claim claimWithBus(Home home) {
    return claim(home, BUS_COUNT, port -> free(port) && free(port + BUS));
  }

  private static Claim claim(Home home, int count, IntPredicate free) {
    Path folder = home.make("ports");
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + ThreadLocalRandom.current().nextInt(count);
      if (!OURS.add(port)) {
        continue;
      }
      try {
        FileChannel file = Home.open(folder.resolve(String.valueOf(port)));
        FileLock lock = file.tryLock();
        if (lock != null && free.test(port)) {
          return new Claim(port, file, lock);
        }
        file.close();
      } catch (IOException e) {
        throw home.unusable("claim a port", e);
      }
      OURS.remove(port);
    }
    throw new Missing("no free port from %d to %d".formatted(FIRST, FIRST + count - 1));
  }

  public static boolean free(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
