package scalebook.caching.stage.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.catalogue.Row;
import scalebook.lab.load.Load;

/** Keys that are filled together, and read again and again until all of them have expired. */
public record Expiring(Catalogue catalogue, RedisCache redis, int callers, int keys) {
  public static final long SLICE_MILLIS = 100;

  /** How many reads missed in the worst slice of time. */
  public record Peak(int worst, long loads) {}

  public Peak peak(long ttlMillis, double jitter) throws Exception {
    CacheSettings settings = CacheSettings.defaults().ttl(ttlMillis, jitter);
    LoadLimit loads = new LoadLimit(key -> catalogue.load(Integer.parseInt(key)), 4, 5_000);
    List<Optional<Row>> rows = new ArrayList<>();
    for (int id = 0; id < keys; id++) {
      rows.add(catalogue.load(id));
    }
    try (CacheAside cache = new CacheAside(redis, loads, settings)) {
      for (int id = 0; id < keys; id++) {
        cache.put(String.valueOf(id), rows.get(id), 0); // one right after the other
      }
      AtomicInteger[] slices = readUntilExpired(cache, ttlMillis);
      int worst = Arrays.stream(slices).mapToInt(AtomicInteger::get).max().orElse(0);
      return new Peak(worst, cache.seen().loads());
    }
  }

  /** Misses, by the slice of time in which they came. */
  private AtomicInteger[] readUntilExpired(CacheAside cache, long ttlMillis)
      throws InterruptedException {
    AtomicInteger[] slices = new AtomicInteger[(int) (ttlMillis * 3 / SLICE_MILLIS)];
    Arrays.setAll(slices, i -> new AtomicInteger());
    long start = System.currentTimeMillis();
    try (Load load =
        Load.closed(
            callers,
            Long.MAX_VALUE,
            i -> {
              boolean hit = cache.get(String.valueOf(i % keys)).hit();
              long at = (System.currentTimeMillis() - start) / SLICE_MILLIS;
              if (!hit && at < slices.length) {
                slices[(int) at].incrementAndGet();
              }
            })) {
      TimeUnit.MILLISECONDS.sleep((long) (ttlMillis * 1.6)); // the time in which they expire
      load.stop();
    }
    return slices;
  }
}
