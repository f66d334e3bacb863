package scalebook.caching.stage.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scalebook.book.testing.WithLab;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.Schema;
import scalebook.caching.write.Shelf;
import scalebook.caching.write.WritePath;
import scalebook.engines.MySql;
import scalebook.engines.Redis;

@ExtendWith(WithLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaleSetsTest {
  private HikariDataSource pool;
  private StaleSets search;
  private StaleSets unguarded;

  @BeforeAll
  void open(MySql staleDb, Redis cache) throws Exception {
    Schema.create(staleDb);
    pool = Connections.of(staleDb, cache).pool("stale", 4);
    search = new StaleSets(new Catalogue(pool), cache.client(), Shelf.Guards.BOTH);
    unguarded = new StaleSets(new Catalogue(pool), cache.client(), new Shelf.Guards(false, false));
  }

  @AfterAll
  void close() {
    pool.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"VERSIONS", "LEASES"})
  void nothingOldSurvivesInAnyOrder(WritePath path) throws Exception {
    StaleSets.Found all =
        search
            .search(path, 1, 1, false)
            .plus(search.search(path, 1, 1, true))
            .plus(search.search(path, 0, 2, false))
            .plus(search.search(path, 0, 2, true))
            .plus(search.search(path, 1, 2, false))
            .plus(search.search(path, 1, 2, true))
            .plus(search.search(path, 2, 1, false));
    assertThat(all.orders()).as("orders").isGreaterThan(300);
    assertThat(all.stale()).as("stale after, for example, %s", all.example()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"VERSIONS", "LEASES"})
  void withoutItsGuardSomethingOldSurvives(WritePath path) throws Exception {
    assertThat(unguarded.search(path, 1, 1, false).stale()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"VERSIONS", "LEASES"})
  void somethingOldSurvivesInSomeOrder(WritePath path) throws Exception {
    StaleSets.Found found = search.search(path, 1, 1, false);
    assertThat(found.stale()).as("stale of %d orders", found.orders()).isPositive();
    assertThat(found.example()).as("an order to look at").isNotEmpty();
  }
}
