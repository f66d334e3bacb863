package scalebook.partitioning.hot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SmallCacheTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> asked = new ArrayList<>();

  private long read(SmallCache cache, String key) throws SQLException {
    return cache.read(
        key,
        missed -> {
          asked.add(missed);
          return asked.size();
        });
  }

  @Test
  void aCopyCountsForItsTimeAndNotLonger() throws SQLException {
    SmallCache cache = new SmallCache(2, 10, nanos::get);
    assertThat(read(cache, "a")).isEqualTo(1);
    nanos.set(9_999_999);
    assertThat(read(cache, "a")).as("within its 10 ms").isEqualTo(1);
    nanos.set(10_000_000);
    assertThat(read(cache, "a")).as("after its 10 ms").isEqualTo(2);
  }

  @Test
  void theKeyNotReadForTheLongestTimeGoes() throws SQLException {
    SmallCache cache = new SmallCache(2, 10, nanos::get);
    for (String key : List.of("hot", "b", "hot", "c", "hot", "b")) {
      read(cache, key);
    }
    assertThat(asked).as("what was not there").containsExactly("hot", "b", "c", "b");
  }

  @Test
  void withoutCapacityEveryReadAsks() throws SQLException {
    SmallCache cache = new SmallCache(0, 10, nanos::get);
    read(cache, "a");
    read(cache, "a");
    assertThat(asked).containsExactly("a", "a");
  }
}
