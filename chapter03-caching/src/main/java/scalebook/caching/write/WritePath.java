package scalebook.caching.write;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.catalogue.Row;
import scalebook.engines.RedisScript;

/**
 * Ways to keep database and cache in step. In each a reader that misses loads and sets; they differ
 * in what a writer does to the cache, and in whether a reader that was overtaken may still set.
 */
public enum WritePath {
  UPDATE_THEN_SET("write the row, set the cache") {
    @Override
    void write(Shop shop, int id, long price, Points points) throws Exception {
      shop.put(id, shop.update(id, price, points), points);
    }
  },
  DELETE_THEN_WRITE("drop the entry, write the row") {
    @Override
    void write(Shop shop, int id, long price, Points points) throws Exception {
      shop.drop(id, points);
      shop.update(id, price, points);
    }
  },
  WRITE_THEN_DELETE("write the row, drop the entry") {
    @Override
    void write(Shop shop, int id, long price, Points points) throws Exception {
      shop.update(id, price, points);
      shop.drop(id, points);
    }
  },
  DOUBLE_DELETE("drop, write, drop again") {
    @Override
    void write(Shop shop, int id, long price, Points points) throws Exception {
      shop.drop(id, points);
      shop.update(id, price, points);
      shop.drop(id, points);
    }
  },
  VERSIONS("set only over something older") {
    @Override
    void write(Shop shop, int id, long price, Points points) throws Exception {
      shop.putNewer(id, shop.update(id, price, points), points);
    }

    @Override
    void read(Shop shop, int id, Points points) throws Exception {
      if (shop.look(id, points).isEmpty()) {
        shop.putNewer(id, shop.load(id, points), points);
      }
    }
  },
  LEASES("set only if no writer came since") {
    @Override
    void write(Shop shop, int id, long price, Points points) throws Exception {
      shop.update(id, price, points);
      shop.dropWithLease(id, points);
    }

    @Override
    void read(Shop shop, int id, Points points) throws Exception {
      Optional<String> token = shop.lookOrLease(id, points);
      if (token.isPresent()) {
        shop.putWithLease(id, shop.load(id, points), token.get(), points);
      }
    }
  };

  private final String description;

  WritePath(String description) {
    this.description = description;
  }

  public String description() {
    return description;
  }

  abstract void write(Shop shop, int id, long price, Points points) throws Exception;

  void read(Shop shop, int id, Points points) throws Exception {
    if (shop.look(id, points).isEmpty()) {
      shop.put(id, shop.load(id, points), points);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A shop whose readers and writers go this way. */
  public static final class Shop {
    private static final int KEEP_MILLIS = 60_000;
    private static final RedisScript SET_WITH_LEASE =
        RedisScript.of(WritePath.class, "set-with-lease");
    private static final RedisScript SET_NEWER = RedisScript.of(RedisCache.class, "set-newer");

    private final Catalogue catalogue;
    private final RedisClient redis;
    private final WritePath path;

    public Shop(Catalogue catalogue, RedisClient redis, WritePath path) {
      this.catalogue = catalogue;
      this.redis = redis;
      this.path = path;
    }

    public void write(int id, long price, Points points) throws Exception {
      path.write(this, id, price, points);
    }

    public void read(int id, Points points) throws Exception {
      path.read(this, id, points);
    }

    /** What the cache holds for it now. */
    public Optional<String> cached(int id) {
      return Optional.ofNullable(redis.get(entry(id))).map(e -> e.substring(e.indexOf(' ') + 1));
    }

    /** Nothing at all. */
    public void forget(int id) {
      redis.del(entry(id), lease(id));
    }

    private String entry(int id) {
      return path + ":" + id;
    }

    private String lease(int id) {
      return path + "-lease:" + id;
    }

    private static String written(Row row) {
      return row.version() + " " + row.text();
    }

    Optional<String> look(int id, Points points) throws InterruptedException {
      points.before("look into the cache");
      return cached(id);
    }

    Row load(int id, Points points) throws Exception {
      points.before("load the row");
      return catalogue.load(id).orElseThrow();
    }

    Row update(int id, long price, Points points) throws Exception {
      points.before("write the row");
      return catalogue.reprice(id, price).orElseThrow();
    }

    void put(int id, Row row, Points points) throws InterruptedException {
      points.before("set the cache to version " + row.version());
      redis.set(entry(id), written(row), SetParams.setParams().px(KEEP_MILLIS));
    }

    void drop(int id, Points points) throws InterruptedException {
      points.before("drop the entry");
      redis.del(entry(id));
    }

    void putNewer(int id, Row row, Points points) throws InterruptedException {
      points.before("set the cache to version " + row.version() + " if that is newer");
      SET_NEWER.run(redis, List.of(entry(id)), List.of(written(row), String.valueOf(KEEP_MILLIS)));
    }

    /** A token for who may set, when there is nothing; nothing when another has it, or on a hit. */
    Optional<String> lookOrLease(int id, Points points) throws InterruptedException {
      points.before("look into the cache, or take the lease");
      if (redis.get(entry(id)) != null) {
        return Optional.empty();
      }
      String token = UUID.randomUUID().toString();
      String ok = redis.set(lease(id), token, SetParams.setParams().nx().px(KEEP_MILLIS));
      return Optional.ofNullable(ok).map(yes -> token);
    }

    void putWithLease(int id, Row row, String token, Points points) throws InterruptedException {
      points.before("set the cache to version " + row.version() + " if the lease is ours");
      SET_WITH_LEASE.run(
          redis,
          List.of(entry(id), lease(id)),
          List.of(token, written(row), String.valueOf(KEEP_MILLIS)));
    }

    void dropWithLease(int id, Points points) throws InterruptedException {
      points.before("drop the entry and the lease");
      redis.del(entry(id), lease(id));
    }
  }
}
