package scalebook.caching.stage.versus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import scalebook.caching.nodes.Memcached;
import scalebook.caching.stage.eviction.Trace;
import scalebook.caching.stage.nodes.MemcachedServer;

/** A memcached with little memory, if there is one on this machine. */
final class Installed implements AutoCloseable {
  private static final long BOUND_NANOS = 10_000_000_000L;
  private static final String VALUE = "x".repeat(4_000);
  private static final int MORE_THAN_FIT = 5_000;

  private final Optional<MemcachedServer> server;
  private final Optional<Memcached> client;

  Installed(Optional<Path> program, Path folder) throws IOException {
    server = program.map(path -> new MemcachedServer("memcached", path, folder, "-m", "5"));
    client = server.map(one -> new Memcached("127.0.0.1", one.port()));
    await();
  }

  void await() throws IOException {
    long end = System.nanoTime() + BOUND_NANOS;
    while (client.isPresent()) {
      try {
        client.get().get("ready");
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() - end > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  Optional<Memcached> client() {
    return client;
  }

  MemcachedServer server() {
    return server.orElseThrow();
  }

  /** How many entries of 4 KB stay of many more. */
  int fits() throws IOException {
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      client.orElseThrow().set("fit" + i, VALUE);
    }
    int there = 0;
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      there += client.orElseThrow().get("fit" + i).isPresent() ? 1 : 0;
    }
    return there;
  }

  Trace.Hits through(Trace trace) throws IOException {
    Memcached cache = client.orElseThrow();
    cache.flush();
    int[] keys = trace.keys();
    boolean[] hits = new boolean[keys.length];
    for (int i : IntStream.range(0, keys.length).toArray()) {
      String key = "t" + keys[i];
      hits[i] = cache.get(key).isPresent();
      if (!hits[i]) {
        cache.set(key, VALUE);
      }
    }
    return new Trace.Hits(trace, i -> hits[i]);
  }

  @Override
  public void close() {
    client.ifPresent(Memcached::close);
    server.ifPresent(MemcachedServer::kill);
  }
}
