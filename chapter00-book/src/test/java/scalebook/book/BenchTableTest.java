package scalebook.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchTableTest {
  private static String result(String benchmark, String mode, String params, double score) {
    return """
        {"benchmark": "a.b.%s", "mode": "%s", "params": {%s},
         "primaryMetric": {"score": %s, "scoreError": "NaN", "scoreUnit": "ns/op"}}"""
        .formatted(benchmark, mode, params, score);
  }

  private static String table(String... results) throws Exception {
    return BenchTable.of(
        new ObjectMapper().readTree(Stream.of(results).collect(Collectors.joining(",", "[", "]"))));
  }

  @Test
  void methodsAreRowsAndNumbersColumnsAndTheFastestIsFirst() throws Exception {
    assertThat(
            table(
                result("Find.slowOne", "avgt", "\"nodes\": \"10\"", 30),
                result("Find.slowOne", "avgt", "\"nodes\": \"1000\"", 2_000),
                result("Find.quick", "avgt", "\"nodes\": \"10\"", 2.5),
                result("Find.quick", "avgt", "\"nodes\": \"1000\"", 5)))
        .isEqualTo(
            """
            Find, ns/op   10 nodes   1000 nodes
            quick        2.5 ± NaN    5.0 ± NaN
            slow one      30 ± NaN  2,000 ± NaN
            """);
  }

  @Test
  void aParameterThatIsANameIsARowAndItsMethodAColumn() throws Exception {
    assertThat(
            table(
                result("Pick.oneThread", "avgt", "\"policy\": \"TWO_CHOICES\"", 9),
                result("Pick.twoThreads", "avgt", "\"policy\": \"TWO_CHOICES\"", 50)))
        .startsWith("Pick, ns/op  one thread  two threads\ntwo-choices ");
  }

  @Test
  void moreThroughputIsBetter() throws Exception {
    assertThat(table(result("Two.ours", "thrpt", "", 200), result("Two.theirs", "thrpt", "", 400)))
        .containsSubsequence("theirs", "1.00", "ours", "0.50");
  }
}
