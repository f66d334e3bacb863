package scalebook.caching.stage;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Schema;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.Playground;

/** A product catalogue: several servers that share a database and a cache, and nothing else. */
@Command(name = "play 3", description = "a product catalogue behind a cache that may die")
public final class CachingPlayground extends Playground {
  private static final int LOADS = 8;
  private static final long LOAD_WAIT_MILLIS = 5_000;
  private static final int CACHE_TIMEOUT_MILLIS = 200;

  @Option(names = "--workers", description = "servers (default: ${DEFAULT-VALUE})")
  private int workers = 3;

  private final List<ProductServer> servers = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private QueryCounter selects;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    MySql database = lab.mysql("db");
    Redis cache = lab.redis("cache");
    Schema.create(database);
    Connections connections = Connections.of(database, cache);
    selects = new QueryCounter(database);
    opened.add(selects);
    for (int i = 0; i < workers; i++) {
      servers.add(server(connections, i == 0 ? port : 0));
    }
    verb("status", words -> status(cache));
    verb("kill cache", words -> kill(cache, words));
    verb("start cache", words -> start(cache, words));
    return () -> {
      for (AutoCloseable one : opened) {
        one.close();
      }
    };
  }

  /** Each with clients and a memory of its own, as in a process of its own. */
  private ProductServer server(Connections connections, int onPort) {
    HikariDataSource pool = connections.pool("products", LOADS);
    RedisCache redis =
        new RedisCache(Redis.client(connections.redisUrl(), CACHE_TIMEOUT_MILLIS, 32), true);
    Products products =
        new Products(new Catalogue(pool), redis, CacheSettings.defaults(), LOADS, LOAD_WAIT_MILLIS);
    ProductServer server = new ProductServer(products, onPort);
    opened.addAll(List.of(server, redis, pool));
    return server;
  }

  @Override
  protected String ready() {
    String others =
        servers.stream()
            .skip(1)
            .map(server -> "http://127.0.0.1:" + server.port())
            .collect(Collectors.joining(" "));
    System.out.println("  its siblings: " + others);
    return "ready http://127.0.0.1:" + servers.get(0).port();
  }

  private static void only(List<String> words) {
    if (!words.equals(List.of("cache"))) {
      throw new IllegalArgumentException("the cache is all there is to kill");
    }
  }

  private static String kill(Redis cache, List<String> words) {
    only(words);
    cache.kill();
    return "the cache is dead";
  }

  private static String start(Redis cache, List<String> words) {
    only(words);
    cache.start();
    return "the cache is back, and empty";
  }

  private String status(Redis cache) throws Exception {
    return servers.stream()
            .map(
                server ->
                    "  port %-6d %s, at most %d loads at once%n"
                        .formatted(
                            server.port(), server.products().seen(), server.products().peakLoads()))
            .collect(Collectors.joining())
        + "  cache %s, database ran %,d selects since the last status"
            .formatted(cache.alive() ? "up" : "down", selects.since());
  }
}
