package scalebook.caching.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.Counters;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Schema;
import scalebook.caching.stage.database.Shop;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.Playground;

/** A product catalogue: several servers that share a database and a cache, and nothing else. */
@Command(name = "play 3", description = "a product catalogue behind a cache that may die")
public final class CachingPlayground extends Playground {
  private static final int LOADS = 8;

  @Option(names = "--workers", description = "servers (default: ${DEFAULT-VALUE})")
  private int workers = 3;

  @Option(names = "--timeout", description = "ms to wait for the cache (default: ${DEFAULT-VALUE})")
  private int timeoutMillis = 200;

  private final List<ProductServer> servers = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Redis cache;
  private QueryCounter selects;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    if (workers < 1) {
      throw new CommandLine.ParameterException(
          new CommandLine(this), "--workers is a number of servers, at least 1");
    }
    MySql database = lab.mysql("db");
    Schema.create(database);
    cache = lab.redis("cache");
    selects = new QueryCounter(database);
    opened.add(selects);
    for (int i = 0; i < workers; i++) {
      Shop own = Shop.of(database, cache, LOADS, timeoutMillis); // as in its own process
      servers.add(new ProductServer(own.products(CacheSettings.defaults()), i == 0 ? port : 0));
      opened.addAll(List.of(servers.get(i), own));
    }
    verb("kill cache", "the cache dies", this::kill);
    verb("start cache", "it is back, and empty", this::start);
    return () -> {
      for (AutoCloseable one : opened) {
        one.close();
      }
    };
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
      throw new IllegalArgumentException("only the cache can be killed and started: kill cache");
    }
  }

  private String kill(List<String> words) {
    only(words);
    cache.kill();
    return "the cache is dead";
  }

  private String start(List<String> words) {
    only(words);
    cache.start();
    return "the cache is back, and empty";
  }

  /** One server, and what its cache did. */
  record Seen(int port, Counters.Seen cache, int peakLoads) {
    @Override
    public String toString() {
      return "  port %-6d %s, at most %d loads at once%n".formatted(port, cache, peakLoads);
    }
  }

  /** {@code selects} are the database's since the last status. */
  record State(List<Seen> servers, boolean cacheUp, long selects) {
    @Override
    public String toString() {
      return servers.stream().map(Seen::toString).collect(Collectors.joining())
          + "  cache %s, database ran %,d selects since the last status"
              .formatted(cacheUp ? "up" : "down", selects);
    }
  }

  @Override
  protected synchronized Record status() throws Exception {
    List<Seen> all =
        servers.stream()
            .map(s -> new Seen(s.port(), s.products().seen(), s.products().peakLoads()))
            .toList();
    return new State(all, cache.alive(), selects.since());
  }
}
