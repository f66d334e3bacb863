package scalebook.caching.stage.versus;

import java.io.IOException;
import java.util.List;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import scalebook.caching.nodes.Memcached;
import scalebook.engines.Redis;
import scalebook.lab.Lab;

/** What Redis has and memcached has not, each of it tried. */
record Beside(Lab lab, Installed memcached) {
  private static final int KEYS = 100;
  private static final int MANY = 5_000;

  void print() throws IOException {
    System.out.printf("%n%-34s %16s %16s%n", "tried", "Redis", "memcached");
    Redis server = lab.redis("kept", List.of("appendonly yes", "maxmemory 5mb"));
    Memcached other = memcached.client().orElseThrow();
    other.flush();
    for (int i = 0; i < KEYS; i++) {
      server.client().set("k" + i, "v");
      other.set("k" + i, "v");
    }
    server.restart();
    memcached.server().stop();
    memcached.server().start();
    memcached.await();
    int kept = 0;
    int keptThere = 0;
    for (int i = 0; i < KEYS; i++) {
      kept += server.client().exists("k" + i) ? 1 : 0;
      keptThere += other.get("k" + i).isPresent() ? 1 : 0;
    }
    row("of 100 keys after a restart", kept, keptThere);
    server.client().rpush("list", "a", "b");
    String answer = other.say("rpush list a b");
    row(
        "a list (RPUSH)",
        server.client().llen("list") + " entries",
        answer.equals("ERROR") ? "no such command" : answer);
    row("of 5,000 writes into 5 MB: refused", refused(server.client()), refused(other));
  }

  private static int refused(RedisClient redis) {
    int refused = 0;
    for (int i = 0; i < MANY; i++) {
      try {
        redis.set("full" + i, "x".repeat(4_000));
      } catch (JedisDataException full) {
        refused++;
      }
    }
    return refused;
  }

  private static int refused(Memcached cache) {
    int refused = 0;
    for (int i = 0; i < MANY; i++) {
      try {
        cache.set("full" + i, "x".repeat(4_000));
      } catch (IOException full) {
        refused++;
      }
    }
    return refused;
  }

  private static void row(String what, Object redis, Object memcached) {
    System.out.printf("%-34s %16s %16s%n", what, redis, memcached);
  }
}
