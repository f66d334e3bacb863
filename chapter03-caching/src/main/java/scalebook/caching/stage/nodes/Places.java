package scalebook.caching.stage.nodes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import scalebook.caching.nodes.CacheNode;
import scalebook.caching.nodes.Memcached;
import scalebook.caching.nodes.RedisNode;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;

/** Four real cache servers that know nothing of each other: memcached where it is installed. */
public final class Places implements AutoCloseable {
  public static final List<String> NAMES =
      IntStream.rangeClosed(1, 4).mapToObj(i -> "cache-" + i).toList();

  /** The one that gets lost. */
  public static final String LOST = "cache-4";

  private static final long BOUND_NANOS = 20_000_000_000L;

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Optional<Path> memcached;

  /** A server, the way to it, and its client. */
  private record Place(CacheServer server, Wire wire, CacheNode node) {}

  private Places(Optional<Path> memcached) {
    this.memcached = memcached;
  }

  /** On {@code memcached} if it is there, else on the lab's Redis. */
  public static Places open(Lab lab, Optional<Path> memcached) throws IOException {
    Places places = new Places(memcached);
    for (String name : NAMES) {
      places.places.put(
          name,
          memcached.isPresent()
              ? ofMemcached(lab, name, memcached.get())
              : ofRedis(lab.redis(name)));
    }
    for (String name : NAMES) {
      places.await(name);
    }
    return places;
  }

  private static Place ofMemcached(Lab lab, String name, Path program) {
    MemcachedServer server = new MemcachedServer(name, program, lab.workspace().path());
    Wire wire = Wire.to("127.0.0.1", server.port());
    return new Place(server, wire, new Memcached(wire.host(), wire.port()));
  }

  private static Place ofRedis(Redis redis) {
    Wire wire = Wire.to(redis.host(), redis.port());
    String url = redis.url().replaceFirst(":\\d+$", ":" + wire.port());
    CacheServer server =
        new CacheServer() {
          @Override
          public void kill() {
            redis.kill();
          }

          @Override
          public void start() {
            redis.start();
          }

          @Override
          public int port() {
            return redis.port();
          }
        };
    return new Place(server, wire, new RedisNode(Redis.client(url, 2_000, 32)));
  }

  public String kind() {
    return memcached.isPresent() ? "memcached" : "Redis";
  }

  public Map<String, CacheNode> nodes() {
    Map<String, CacheNode> nodes = new LinkedHashMap<>();
    places.forEach((name, place) -> nodes.put(name, place.node));
    return nodes;
  }

  /** Its process is gone, and all that it kept. */
  public void kill(String name) {
    places.get(name).server.kill();
  }

  /** A new process, empty. */
  public void start(String name) throws IOException {
    places.get(name).server.start();
    await(name);
  }

  /** Nobody reaches it; it lives, and keeps what it has. */
  public void cut(String name) {
    places.get(name).wire.cut();
  }

  public void heal(String name) throws IOException {
    places.get(name).wire.heal();
    await(name);
  }

  /** A command after a broken connection may fail once. */
  private void await(String name) throws IOException {
    long end = System.nanoTime() + BOUND_NANOS;
    while (true) {
      try {
        places.get(name).node.get("ready");
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() - end > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Override
  public void close() {
    for (Place place : places.values()) {
      place.node.close();
      place.wire.close();
      if (memcached.isPresent()) {
        place.server.kill();
      }
    }
  }
}
