package scalebook.lab.engine;

import java.net.URI;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

/** A Redis server. */
public final class Redis extends Server {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final DefaultJedisClientConfig config;
  private final String password;
  private RedisClient client;

  Redis(String name, Runner runner, String password) {
    super(name, runner);
    this.password = password;
    this.config = config(password);
  }

  /** A pooled client, safe for many threads. */
  public synchronized RedisClient client() {
    if (client == null) {
      client = client(new HostAndPort(host(), port()), config);
    }
    return client;
  }

  private static RedisClient client(HostAndPort address, DefaultJedisClientConfig config) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setJmxEnabled(false); // 100 ms of a small program's start
    return RedisClient.builder().hostAndPort(address).clientConfig(config).poolConfig(pool).build();
  }

  /**
   * For a client in another process; it holds the password, so it belongs in no argument or log.
   */
  public String url() {
    return "redis://%s%s:%d"
        .formatted(password.isEmpty() ? "" : ":" + password + "@", host(), port());
  }

  /** A pooled client for a {@link #url}, with bounded waits. */
  public static RedisClient client(String url) {
    URI uri = URI.create(url);
    String info = uri.getUserInfo() == null ? "" : uri.getUserInfo().replaceFirst("^:", "");
    return client(new HostAndPort(uri.getHost(), uri.getPort()), config(info));
  }

  private static DefaultJedisClientConfig config(String password) {
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(TIMEOUT_MILLIS)
            .socketTimeoutMillis(TIMEOUT_MILLIS);
    return (password.isEmpty() ? builder : builder.password(password)).build();
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
