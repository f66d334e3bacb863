package scalebook.transactions.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LogAuditTest {
  private static final int KEYS = 2;

  private static LogAudit read(int... serials) {
    return new LogAudit(entries(serials));
  }

  private static List<Entry> entries(int... serials) {
    return IntStream.of(serials).mapToObj(serial -> Entry.of(serial, KEYS)).toList();
  }

  @Test
  void keysTakeTurns() {
    assertThat(entries(0, 1, 2, 5))
        .containsExactly(
            new Entry("order-0", 0, 0),
            new Entry("order-1", 0, 1),
            new Entry("order-0", 1, 2),
            new Entry("order-1", 2, 5));
  }

  @Test
  void partitionByPartitionEachKeyIsInOrderAndTheWholeIsNot() {
    LogAudit audit = read(0, 2, 4, 1, 3, 5);
    assertThat(audit.outOfOrderPerKey()).isZero();
    assertThat(audit.outOfOrderAcross()).as("1 and 3 after 4").isEqualTo(2);
  }

  @Test
  void anEntryAfterALaterOneOfItsKeyIsOutOfOrder() {
    assertThat(read(4, 0, 2, 6).outOfOrderPerKey()).as("0 and 2 after 4").isEqualTo(2);
  }

  @Test
  void aRepetitionIsTwiceAndNotOutOfOrder() {
    LogAudit audit = read(0, 2, 0, 2, 4);
    assertThat(audit.twice()).isEqualTo(2);
    assertThat(audit.outOfOrderPerKey()).isZero();
  }

  @Test
  void lostIsWhatWasExpectedAndIsNotThere() {
    assertThat(read(0, 2, 2).lost(entries(0, 1, 3))).isEqualTo(2);
  }

  @Test
  void whoAsksForFewerAcknowledgementsIsNotRecognised() {
    Publisher.Settings safe = Publisher.Settings.SAFE;
    assertThat(Stream.of(safe.acks("1"), safe.acks("0"))).noneMatch(Publisher.Settings::idempotent);
    assertThat(safe.acks("all")).isEqualTo(safe);
    assertThat(safe.byKey(false)).isEqualTo(new Publisher.Settings("all", true, false));
    assertThat(safe.idempotent(false)).isEqualTo(new Publisher.Settings("all", false, true));
  }
}
