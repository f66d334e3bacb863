package scalebook.caching.service;

import java.sql.SQLException;
import java.util.Optional;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.Counters;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.catalogue.Row;

/**
 * The catalogue behind its cache, as a service uses it. A writer sets the cache after its commit,
 * under the row's version, so that no overtaken reader can put the old one back.
 */
public final class Products implements AutoCloseable {
  private static final String KEY = "product:";

  private final Catalogue catalogue;
  private final LoadLimit limit;
  private final boolean setOnWrite;
  private final CacheAside cache;

  /** At most {@code loads} at once; another waits at most {@code waitMillis} for its turn. */
  public Products(
      Catalogue catalogue, RedisCache redis, CacheSettings settings, int loads, long waitMillis) {
    this.catalogue = catalogue;
    this.limit =
        new LoadLimit(
            key -> catalogue.load(Integer.parseInt(key.substring(KEY.length()))),
            loads,
            waitMillis);
    this.setOnWrite = settings.setOnWrite();
    this.cache = new CacheAside(redis, limit, settings);
  }

  public CacheAside.Found find(int id) throws Exception {
    return cache.get(KEY + id);
  }

  /** Nothing when there is no such product. */
  public Optional<String> reprice(int id, long priceCents) throws SQLException {
    Optional<Row> row = catalogue.reprice(id, priceCents);
    written(id, row);
    return row.map(Row::text);
  }

  /** Also over a cached "there is none". */
  public String insert(int id, String name, long priceCents) throws SQLException {
    Row row = catalogue.insert(id, name, priceCents);
    written(id, Optional.of(row));
    return row.text();
  }

  private void written(int id, Optional<Row> row) {
    if (setOnWrite && row.isPresent()) {
      cache.put(KEY + id, row, 0);
    }
  }

  public Counters.Seen seen() {
    return cache.seen();
  }

  public int peakLoads() {
    return limit.peak();
  }

  @Override
  public void close() {
    cache.close();
  }
}
