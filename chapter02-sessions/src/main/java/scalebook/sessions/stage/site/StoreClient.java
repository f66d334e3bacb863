package scalebook.sessions.stage.site;

import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import scalebook.engines.Redis;

/** A client of one Redis, or of the one that Sentinels name as the primary. */
public final class StoreClient {
  private static final String SENTINELS = "redis-sentinel";

  private StoreClient() {}

  /** {@code redis-sentinel://:password@host:port,host:port/name}. */
  public static String sentinels(String password, String hostsAndPorts, String name) {
    return "%s://:%s@%s/%s".formatted(SENTINELS, password, hostsAndPorts, name);
  }

  static UnifiedJedis of(String url) {
    URI uri = URI.create(url);
    if (!SENTINELS.equals(uri.getScheme())) {
      return Redis.client(url);
    }
    String[] parts = uri.getAuthority().split("@");
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder().password(parts[0].substring(1)).build();
    return RedisSentinelClient.builder()
        .masterName(uri.getPath().substring(1))
        .sentinels(
            Arrays.stream(parts[1].split(",")).map(HostAndPort::from).collect(Collectors.toSet()))
        .sentinelClientConfig(config)
        .clientConfig(config)
        .build();
  }
}
