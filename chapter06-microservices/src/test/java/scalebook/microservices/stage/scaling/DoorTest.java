package scalebook.microservices.stage.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;

@Timeout(60)
@ExtendWith(WithLab.class)
class DoorTest {
  private final MySql database;

  DoorTest(MySql fixed) {
    this.database = fixed;
  }

  @Test
  void whoFindsNoFreeConnectionIsToldSoAtOnce() throws Exception {
    try (Door none = new Door(database, 0);
        Door one = new Door(database, 1)) {
      assertThat(none.query()).isEmpty();
      assertThat(one.query()).isPresent();
      assertThat(one.query()).as("it is free again").isPresent();
    }
  }
}
