package scalebook.engines;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Positions as both dialects write them; what the servers do with them, chapter 4 tests. */
class ReplicationTest {
  private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
  private static final String SECOND_EPOCH = "00000000-0000-4000-8000-000000000002:1";
  private static final String THIRD_EPOCH = "00000000-0000-4000-8000-000000000003:1";

  private final Replication mariaDb = Dialect.MARIADB.replication();
  private final Replication mySql = Dialect.MYSQL.replication();

  @Test
  void aLaterEpochIsLaterWhateverWasWrittenBefore() {
    assertThat(mariaDb.parse("0-2-3000000001")).isGreaterThan(mariaDb.parse("0-1-2000000900"));
    assertThat(mySql.parse(SERVER + ":1-5," + SECOND_EPOCH + ",\n" + THIRD_EPOCH))
        .isGreaterThan(mySql.parse(SERVER + ":1-900," + SECOND_EPOCH));
  }

  @Test
  void inOneEpochTheOneWithMoreWritesIsLater() {
    assertThat(mariaDb.parse("0-1-2000000010")).isGreaterThan(mariaDb.parse("0-1-2000000009"));
    assertThat(mySql.parse(SERVER + ":1-3:5")).isGreaterThan(mySql.parse(SERVER + ":1-3"));
  }

  @Test
  void anEmptySetComesBeforeEveryOther() {
    for (Replication dialect : new Replication[] {mariaDb, mySql}) {
      assertThat(dialect.parse("")).isEqualByComparingTo(dialect.parse(null));
    }
    assertThat(mySql.parse("")).isLessThan(mySql.parse(SERVER + ":1"));
    assertThat(mariaDb.parse("")).isLessThan(mariaDb.parse("0-1-1"));
  }

  @Test
  void aSetOfWritesIsToldOneByOne() {
    assertThat(GtidSet.of("").names()).isEmpty();
    assertThat(GtidSet.of(SERVER + ":1-2:4," + SECOND_EPOCH).names())
        .containsExactlyInAnyOrder(SERVER + ":1", SERVER + ":2", SERVER + ":4", SECOND_EPOCH);
  }

  @Test
  void whoSawTwoSetsWaitsForBoth() {
    Replication.Position mine = mySql.parse(SERVER + ":1-4:6"); // 5 is still under way
    Replication.Position seen = mySql.parse(SERVER + ":1-5");
    assertThat(mySql.both(seen, mine).text()).isEqualTo(SERVER + ":1-6");
    assertThat(mySql.both(mine, seen)).isEqualTo(mySql.both(seen, mine));
    assertThat(mySql.both(mySql.parse(""), mine)).isEqualTo(mine);
    assertThat(mariaDb.both(mariaDb.parse("0-1-7"), mariaDb.parse("0-1-6")).text())
        .isEqualTo("0-1-7");
  }

  @Test
  void rangesThatMeetAreOne() {
    assertThat(GtidSet.of(SERVER + ":7-9:1-3:4," + SERVER + ":2").toString())
        .isEqualTo(SERVER + ":1-4:7-9");
    assertThat(GtidSet.of(SERVER + ":1-10," + SERVER + ":2-3").size()).isEqualTo(10);
  }
}
