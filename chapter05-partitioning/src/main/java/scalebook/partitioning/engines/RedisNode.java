package scalebook.partitioning.engines;

import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import scalebook.engines.Redis;

/** One node of a Redis Cluster, and its name there. */
public record RedisNode(String id, HostAndPort address, JedisClientConfig config) {
  /** A busy machine is slow; it makes no errors. */
  private static final int TIMEOUT_MILLIS = 20_000;

  public static RedisNode of(Redis server) {
    try (Jedis jedis = server.connect()) {
      HostAndPort address = new HostAndPort(server.host(), server.port());
      return new RedisNode(jedis.clusterMyId(), address, server.config(TIMEOUT_MILLIS));
    }
  }

  /** A connection without a map: it follows no redirect. */
  public Jedis connect() {
    return new Jedis(address, config);
  }

  public ClusterMap map() {
    try (Jedis jedis = connect()) {
      return ClusterMap.of(jedis.clusterNodes());
    }
  }
}
