package scalebook.caching.write;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.catalogue.Row;
import scalebook.engines.RedisScript;

/**
 * One product, in the database and in the cache, and the steps that readers and writers take there.
 *
 * @param entry its key in the cache
 * @param at is told of each step just before it
 * @param guards what stops a reader that was overtaken
 */
public record Shelf(
    Catalogue catalogue, RedisClient redis, String entry, int id, Points at, Guards guards) {
  private static final int KEEP_MILLIS = 60_000;
  private static final RedisScript SET_WITH_LEASE = RedisScript.of(Shelf.class, "set-with-lease");
  private static final RedisScript SET_NEWER = RedisScript.of(RedisCache.class, "set-newer");

  /**
   * Against an overtaken reader.
   *
   * @param version whether a set compares versions
   * @param revocation whether a writer takes the reader's lease away
   */
  public record Guards(boolean version, boolean revocation) {
    public static final Guards BOTH = new Guards(true, true);
  }

  /** The same one, for somebody who stops at these points. */
  public Shelf at(Points points) {
    return new Shelf(catalogue, redis, entry, id, points, guards);
  }

  /** What the cache holds for it now. */
  public Optional<String> cached() {
    return Optional.ofNullable(redis.get(entry)).map(e -> e.substring(e.indexOf(' ') + 1));
  }

  /** What the database says now. */
  public Row truth() throws Exception {
    return catalogue.load(id).orElseThrow();
  }

  /** Nothing at all. */
  public void forget() {
    redis.del(entry, lease());
  }

  private String lease() {
    return entry + "-lease";
  }

  private static String written(Row row) {
    return row.version() + " " + row.text();
  }

  Optional<String> look() throws InterruptedException {
    at.before("look into the cache");
    return cached();
  }

  Row load() throws Exception {
    at.before("load the row");
    return truth();
  }

  Row update(long price) throws Exception {
    at.before("write the row");
    return catalogue.reprice(id, price).orElseThrow();
  }

  void put(Row row) throws InterruptedException {
    at.before("set the cache to version " + row.version());
    set(row);
  }

  private void set(Row row) {
    redis.set(entry, written(row), SetParams.setParams().px(KEEP_MILLIS));
  }

  void drop() throws InterruptedException {
    at.before("drop the entry");
    redis.del(entry);
  }

  void putNewer(Row row) throws InterruptedException {
    at.before("set the cache to version " + row.version() + " if that is newer");
    if (guards.version) {
      SET_NEWER.run(redis, List.of(entry), List.of(written(row), String.valueOf(KEEP_MILLIS)));
    } else {
      set(row);
    }
  }

  /** A token for who may set, when there is nothing; nothing when another has it, or on a hit. */
  Optional<String> lookOrLease() throws InterruptedException {
    at.before("look into the cache, or take the lease");
    if (redis.get(entry) != null) {
      return Optional.empty();
    }
    String token = UUID.randomUUID().toString();
    String ok = redis.set(lease(), token, SetParams.setParams().nx().px(KEEP_MILLIS));
    return Optional.ofNullable(ok).map(yes -> token);
  }

  void putWithLease(Row row, String token) throws InterruptedException {
    at.before("set the cache to version " + row.version() + " if the lease is ours");
    SET_WITH_LEASE.run(
        redis, List.of(entry, lease()), List.of(token, written(row), String.valueOf(KEEP_MILLIS)));
  }

  void dropWithLease() throws InterruptedException {
    at.before("drop the entry and the lease");
    if (guards.revocation) {
      forget();
    } else {
      redis.del(entry);
    }
  }
}
