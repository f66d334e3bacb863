package scalebook.caching.stage.schedule;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import redis.clients.jedis.RedisClient;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.catalogue.Row;
import scalebook.caching.write.Points;
import scalebook.caching.write.WritePath;

/** Looks for an order of steps that leaves something old in the cache, for as long as it lives. */
public final class StaleSets {
  private static final int PRODUCT = 7;

  private final Catalogue catalogue;
  private final RedisClient redis;
  private final AtomicLong price = new AtomicLong(1_000);

  /** {@code example}: the first order that left something old. */
  public record Found(int orders, int stale, List<String> example) {
    public Found plus(Found other) {
      return new Found(
          orders + other.orders, stale + other.stale, example.isEmpty() ? other.example : example);
    }
  }

  public StaleSets(Catalogue catalogue, RedisClient redis) {
    this.catalogue = catalogue;
    this.redis = redis;
  }

  /** So many readers and writers of one product, whose entry was there ({@code warm}) or not. */
  public Found search(WritePath path, int readers, int writers, boolean warm) throws Exception {
    WritePath.Shop shop = new WritePath.Shop(catalogue, redis, path);
    AtomicInteger stale = new AtomicInteger();
    AtomicReference<List<String>> example = new AtomicReference<>(List.of());
    int orders =
        Interleavings.explore(
            () -> begin(shop, readers, writers, warm),
            order -> {
              if (holdsSomethingOld(shop)) {
                stale.incrementAndGet();
                example.compareAndSet(List.of(), order);
              }
            });
    return new Found(orders, stale.get(), example.get());
  }

  private List<Interleavings.Actor> begin(
      WritePath.Shop shop, int readers, int writers, boolean warm) throws Exception {
    shop.forget(PRODUCT);
    if (warm) {
      shop.read(PRODUCT, Points.NONE);
    }
    List<Interleavings.Actor> actors = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      actors.add(points -> shop.read(PRODUCT, points));
    }
    for (int i = 0; i < writers; i++) {
      actors.add(points -> shop.write(PRODUCT, price.incrementAndGet(), points));
    }
    return actors;
  }

  private boolean holdsSomethingOld(WritePath.Shop shop) {
    Optional<String> cached = shop.cached(PRODUCT);
    return cached.isPresent() && !cached.equals(truth());
  }

  private Optional<String> truth() {
    try {
      return catalogue.load(PRODUCT).map(Row::text);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
