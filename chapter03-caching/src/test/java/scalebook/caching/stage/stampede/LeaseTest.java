package scalebook.caching.stage.stampede;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Schema;
import scalebook.caching.stage.database.Shop;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;

/** The process that holds the lease is killed while it loads. */
@ExtendWith(WithLab.class)
class LeaseTest {
  private static final int PRODUCT = 7;
  private static final long LEASE_MILLIS = 2_500;
  private static final long LOAD_MILLIS = 500;

  @Test
  void othersGoOnAfterTheLeaseAndNotBefore(Lab lab, MySql leaseDb, Redis cache) throws Exception {
    Schema.create(leaseDb);
    cache.client().flushAll();
    try (Shop shop = Shop.of(leaseDb, cache, 1, 2_000);
        Stampede stampede = new Stampede(lab, shop, 2, LOAD_MILLIS);
        QueryCounter selects = new QueryCounter(leaseDb)) {
      long soon = System.currentTimeMillis() + 100;
      stampede.ask(0, expiry(soon, 1));
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> cache.client().exists("lease:product:" + PRODUCT));
      long leaseEnds = System.currentTimeMillis() + cache.client().pttl("lease:product:" + PRODUCT);
      stampede.kill(0);
      selects.since();
      stampede.ask(1, expiry(System.currentTimeMillis(), 20));
      await()
          .pollInterval(Duration.ofMillis(2))
          .until(() -> !cache.client().exists("lease:product:" + PRODUCT) || ended(leaseEnds));
      assertThat(cache.client().exists("product:" + PRODUCT))
          .as("whether anybody set the value before the dead one's lease ended")
          .isFalse();
      assertThat(selects.since()).as("loads before the dead one's lease ended").isZero();
      Stampede.Outcome outcome = stampede.answer(1);
      assertThat(System.currentTimeMillis())
          .as("when they had the value: after the lease and one load")
          .isGreaterThanOrEqualTo(leaseEnds + LOAD_MILLIS - 50);
      assertThat(outcome.failed()).as("callers without an answer").isZero();
      assertThat(outcome.loads()).as("loads of 20 callers after it").isEqualTo(1);
      assertThat(selects.since()).as("as the database counts").isEqualTo(1);
    }
  }

  private static CallerProcess.Expiry expiry(long at, int callers) {
    Way.Guard guard = Way.LEASE.guard(piece -> true).lease(LEASE_MILLIS);
    return new CallerProcess.Expiry(guard, PRODUCT, at, 3 * LOAD_MILLIS, callers);
  }

  private static boolean ended(long leaseEnds) {
    return System.currentTimeMillis() >= leaseEnds;
  }
}
