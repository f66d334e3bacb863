package scalebook.sessions.stage;

import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import scalebook.engines.Redis;

/** What a Redis says of its replicas. */
final class Replicas {
  private Replicas() {}

  /** Those that have all of its data, and follow it. */
  static long inSync(Redis primary) {
    return lines(primary).filter(line -> line.contains("state=online")).count();
  }

  /** Waits until so many have all that was written. */
  static void caughtUp(Redis primary, int replicas) {
    try (Jedis jedis = primary.connect()) {
      jedis.set("caught-up", "?");
      SiteCluster.await(
          "replicas are behind", () -> jedis.waitReplicas(replicas, 1_000) >= replicas);
    }
  }

  static void promote(Redis replica) {
    try (Jedis jedis = replica.connect()) {
      jedis.replicaofNoOne();
    }
  }

  /** Whether it has noticed that nobody follows it any more. */
  static boolean none(Redis primary) {
    return lines(primary)
        .allMatch(
            line ->
                !line.contains("state=online") && !line.matches("min_slaves_good_slaves:[1-9].*"));
  }

  private static Stream<String> lines(Redis primary) {
    try (Jedis jedis = primary.connect()) {
      return jedis.info("replication").lines();
    }
  }
}
