package scalebook.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import scalebook.engines.MySql;
import scalebook.lab.Lab;

class PoolTest {
  @Test
  void aPoolWhoseFirstAttemptFailsBeginsAllTheSame() throws Exception {
    try (Lab lab = Lab.open()) {
      MySql db = lab.mysql("db");
      try (Wire wire = Wire.to(db.host(), db.port())) {
        wire.blackHole();
        CompletableFuture<HikariDataSource> pool =
            CompletableFuture.supplyAsync(
                () -> MySql.pool("late", db.url(wire.host(), wire.port()), db.properties(), 1));
        await().until(() -> wire.sockets() > 0);
        wire.heal(); // resets the attempt that it had swallowed
        try (HikariDataSource begun = pool.get(20, TimeUnit.SECONDS);
            Connection connection = begun.getConnection()) {
          assertThat(connection.isValid(1)).isTrue();
        }
      }
    }
  }
}
