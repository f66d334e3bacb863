package scalebook.transactions.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.Dialect;
import scalebook.engines.MySql;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;
import scalebook.lab.Lab;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.stage.log.Tail;

@Timeout(240)
class TailedOutboxTest {
  private static final int ROUNDS = 3;
  private static final int EVENTS = 5 * ROUNDS;

  @BeforeAll
  static void fetchDebezium() {
    try {
      Guest.of("debezium").path();
    } catch (Missing away) {
      assumeTrue(System.getenv("CI") != null, away.getMessage());
    }
  }

  private static TailedOutbox.Found run(boolean keepsPlace, Inbox.Applies applies)
      throws Exception {
    try (Lab lab = Lab.open()) {
      assumeTrue(lab.dialect() == Dialect.MARIADB, "Debezium tails MariaDB here");
      MySql database = lab.mysql("outbox", lab.dialect().binlog());
      try (Tail tail = new Tail(lab, database, keepsPlace)) {
        return new TailedOutbox(database).run(tail, applies, ROUNDS);
      }
    }
  }

  @Test
  void aKilledTailTellsEachEventAndTheInboxAppliesItOnce() throws Exception {
    TailedOutbox.Found found = run(true, Inbox.Applies.NEXT);
    assertThat(found.late()).as("late commits that polling skips").isEqualTo(ROUNDS);
    assertThat(found.skipped()).as("events that the tail skips").isZero();
    assertThat(found.again()).as("events told again").isPositive();
    assertThat(found.lost()).as("events without an effect").isZero();
    assertThat(found.twice()).as("effects that happened twice").isZero();
  }

  @Test
  void aTailThatForgetsItsPlaceLosesWhatCommitsWhileItIsDead() throws Exception {
    TailedOutbox.Found found = run(false, Inbox.Applies.ALL);
    assertThat(found.skipped()).as("events skipped before the kill").isZero();
    assertThat(found.lost()).as("events without an effect").isGreaterThanOrEqualTo(EVENTS);
  }
}
