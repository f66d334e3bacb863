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
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Servers;
import scalebook.lab.Lab;
import scalebook.lab.Playground;

/** A product catalogue: several servers that share a database and a cache, and nothing else. */
@Command(name = "play 3", description = "a product catalogue behind a cache that may die")
public final class CachingPlayground extends Playground {
  private static final int LOADS = 8;
  private static final long LOAD_WAIT_MILLIS = 5_000;
  private static final int CACHE_TIMEOUT_MILLIS = 200;
  private static final int CACHE_CLIENTS = 32;

  @Option(names = "--workers", description = "servers (default: ${DEFAULT-VALUE})")
  private int workers = 3;

  private final List<ProductServer> servers = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Servers behind;
  private QueryCounter selects;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    behind = Servers.open(lab);
    selects = new QueryCounter(behind.database());
    opened.add(selects);
    for (int i = 0; i < workers; i++) {
      servers.add(server(i == 0 ? port : 0));
    }
    verb("status", words -> status());
    verb("kill cache", words -> kill(words));
    verb("start cache", words -> start(words));
    return () -> {
      for (AutoCloseable one : opened) {
        one.close();
      }
    };
  }

  /** Each with clients and a memory of its own, as in a process of its own. */
  private ProductServer server(int onPort) {
    HikariDataSource pool = behind.pool(LOADS);
    RedisCache redis = behind.cache(CACHE_TIMEOUT_MILLIS, CACHE_CLIENTS);
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

  private String kill(List<String> words) {
    only(words);
    behind.cache().kill();
    return "the cache is dead";
  }

  private String start(List<String> words) {
    only(words);
    behind.cache().start();
    return "the cache is back, and empty";
  }

  private String status() throws Exception {
    return servers.stream().map(CachingPlayground::line).collect(Collectors.joining())
        + "  cache %s, database ran %,d selects since the last status"
            .formatted(behind.cache().alive() ? "up" : "down", selects.since());
  }

  private static String line(ProductServer server) {
    Products products = server.products();
    return "  port %-6d %s, at most %d loads at once%n"
        .formatted(server.port(), products.seen(), products.peakLoads());
  }
}
