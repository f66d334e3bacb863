package scalebook.caching.stage.load;

import java.util.function.IntPredicate;
import scalebook.caching.cache.BloomFilter;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.Schema;
import scalebook.lab.load.Load;

/** Reads of products that do not exist. */
public record AbsentReads(int callers, int count, int products) {

  /** How many loads they cost, when only ids that may be {@code known} are looked for. */
  public long loads(Products service, IntPredicate known) throws InterruptedException {
    long before = service.seen().loads();
    try (Load load =
        Load.closed(
            callers,
            count,
            i -> {
              int id = Schema.PRODUCTS + (int) (i % products);
              if (known.test(id) && service.find(id).text().isPresent()) {
                throw new IllegalStateException("there is no product " + id);
              }
            })) {
      if (load.await().failedCount() > 0) {
        throw new IllegalStateException(load.ledger().toString());
      }
    }
    return service.seen().loads() - before;
  }

  /** Somebody has looked for it in vain; then it is inserted. Is it found? */
  public static boolean insertIsVisible(Products service, BloomFilter filter) throws Exception {
    int fresh = Schema.PRODUCTS;
    boolean before = service.find(fresh).text().isPresent();
    service.insert(fresh, "brand new", 999);
    filter.add(fresh);
    return !before && filter.mayContain(fresh) && service.find(fresh).text().isPresent();
  }
}
