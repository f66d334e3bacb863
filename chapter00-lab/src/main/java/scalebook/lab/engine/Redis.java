package scalebook.lab.engine;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

/** A Redis server. */
public final class Redis extends Server {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final DefaultJedisClientConfig config;
  private RedisClient client;

  Redis(String name, Runner runner, String password) {
    super(name, runner);
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS);
    config = (password.isEmpty() ? builder : builder.password(password)).build();
  }

  /** A pooled client, safe for many threads. */
  public synchronized RedisClient client() {
    if (client == null) {
      client = RedisClient.builder().hostAndPort(host(), port()).clientConfig(config).build();
    }
    return client;
  }

  /** One connection of its own: for MONITOR, subscriptions and the like. */
  public Jedis connect() {
    return new Jedis(new HostAndPort(host(), port()), config);
  }

  @Override
  void probe() {
    try (Jedis jedis = connect()) {
      jedis.ping();
    }
  }

  @Override
  synchronized void dropClients() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  @Override
  public String version() {
    try (Jedis jedis = connect()) {
      return jedis
          .info("server")
          .lines()
          .filter(line -> line.startsWith("redis_version:"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    }
  }
}
