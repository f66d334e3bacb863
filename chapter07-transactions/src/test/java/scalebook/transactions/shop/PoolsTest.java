package scalebook.transactions.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.transactions.stage.ShopDatabases;

@Timeout(60)
@ExtendWith(WithLab.class)
class PoolsTest {
  /** On a busy machine the second connection took longer than a caller's patience. */
  @Test
  void aPoolBeginsWithAllItsConnections(Lab lab) throws Exception {
    try (ShopDatabases databases = ShopDatabases.open(lab);
        Pools pools = new Pools(databases.endpoints(), part -> 5)) {
      for (Part part : Part.values()) {
        HikariDataSource pool = (HikariDataSource) pools.to(part);
        assertThat(pool.getHikariPoolMXBean().getIdleConnections()).isEqualTo(5);
      }
    }
  }
}
