package scalebook.caching.stage.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.RedisClient;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.write.Points;
import scalebook.caching.write.Shelf;
import scalebook.caching.write.WritePath;

/** Looks for an order of steps that leaves something old in the cache, for as long as it lives. */
public final class StaleSets {
  private static final int PRODUCT = 7;

  private final Catalogue catalogue;
  private final RedisClient redis;
  private final Shelf.Guards guards;
  private final AtomicLong price = new AtomicLong(1_000);

  /** {@code example}: the first order that left something old. */
  public record Found(int orders, int stale, List<String> example) {
    public Found plus(Found other) {
      return new Found(
          orders + other.orders, stale + other.stale, example.isEmpty() ? other.example : example);
    }
  }

  public StaleSets(Catalogue catalogue, RedisClient redis, Shelf.Guards guards) {
    this.catalogue = catalogue;
    this.redis = redis;
    this.guards = guards;
  }

  /** So many readers and writers of one product, whose entry was there ({@code warm}) or not. */
  public Found search(WritePath path, int readers, int writers, boolean warm) throws Exception {
    String entry = path + ":" + PRODUCT;
    Shelf shelf = new Shelf(catalogue, redis, entry, PRODUCT, Points.NONE, guards);
    List<List<String>> stale = new ArrayList<>();
    int orders =
        Interleavings.explore(
            () -> begin(path, shelf, readers, writers, warm),
            order -> {
              Optional<String> cached = shelf.cached();
              if (cached.isPresent() && !cached.get().equals(shelf.truth().text())) {
                stale.add(order);
              }
            });
    return new Found(orders, stale.size(), stale.stream().findFirst().orElse(List.of()));
  }

  private List<Interleavings.Actor> begin(
      WritePath path, Shelf shelf, int readers, int writers, boolean warm) throws Exception {
    shelf.forget();
    if (warm) {
      path.read(shelf);
    }
    List<Interleavings.Actor> actors = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      actors.add(points -> path.read(shelf.at(points)));
    }
    for (int i = 0; i < writers; i++) {
      actors.add(points -> path.write(shelf.at(points), price.incrementAndGet()));
    }
    return actors;
  }
}
