package scalebook.engines;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import scalebook.engines.process.Missing;

/** A Redis server. */
public final class Redis extends Server {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int CONNECTIONS = 16;

  private final DefaultJedisClientConfig config;
  private final String password;
  private RedisClient client;

  Redis(String name, Runner runner, String password) {
    super(name, runner);
    this.password = password;
    this.config = config(password, TIMEOUT_MILLIS);
  }

  /** For its configuration file, not for arguments: every user of this machine can read those. */
  static List<String> lines(String password, List<String> options) {
    List<String> lines =
        new ArrayList<>(List.of("requirepass " + password, "masterauth " + password, "save \"\""));
    lines.addAll(options);
    return lines;
  }

  /** Whether these are the options of a Sentinel, which watches a primary and keeps no data. */
  static boolean sentinel(List<String> options) {
    return options.stream().anyMatch(line -> line.startsWith("sentinel "));
  }

  /**
   * Whether these are the options of a node of a cluster, which talks to others by a second port.
   */
  static boolean cluster(List<String> options) {
    return options.contains("cluster-enabled yes");
  }

  /** Sentinels and nodes of a cluster find each other as processes of one machine only. */
  static void refuseGroups(List<String> options) {
    if (sentinel(options) || cluster(options)) {
      throw new Missing(
          "Redis %s needs --engine embedded or local"
              .formatted(sentinel(options) ? "Sentinel" : "Cluster"));
    }
  }

  /** A pooled client, safe for many threads. */
  public synchronized RedisClient client() {
    if (client == null) {
      client = client(url());
    }
    return client;
  }

  /**
   * For a client in another process; it holds the password, so it belongs in no argument or log.
   */
  public String url() {
    String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    return "redis://%s%s:%d"
        .formatted(password.isEmpty() ? "" : ":" + encoded + "@", host(), port());
  }

  /** A pooled client for a {@link #url}, with bounded waits. */
  public static RedisClient client(String url) {
    return client(url, TIMEOUT_MILLIS, CONNECTIONS);
  }

  /** With a bound of your own on each wait, and on the connections. */
  public static RedisClient client(String url, int timeoutMillis, int connections) {
    URI uri = URI.create(url);
    String info = uri.getUserInfo() == null ? "" : uri.getUserInfo().replaceFirst("^:", "");
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setJmxEnabled(false); // 100 ms of a small program's start
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(Duration.ofMillis(timeoutMillis));
    return RedisClient.builder()
        .hostAndPort(new HostAndPort(uri.getHost(), uri.getPort()))
        .clientConfig(config(info, timeoutMillis))
        .poolConfig(pool)
        .build();
  }

  /** The password, and a bound of your own on each wait: for a client of your own. */
  public JedisClientConfig config(int timeoutMillis) {
    return config(password, timeoutMillis);
  }

  private static DefaultJedisClientConfig config(String password, int timeoutMillis) {
    DefaultJedisClientConfig.Builder builder =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(timeoutMillis)
            .socketTimeoutMillis(timeoutMillis);
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
