package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import scalebook.caching.catalogue.Row;

class LoadLimitTest {
  @Test
  void theLimitBoundsLoadsAndRefusesTheNextCaller() throws Exception {
    CountDownLatch loading = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    LoadLimit limit =
        new LoadLimit(
            key -> {
              loading.countDown();
              goOn.await(10, TimeUnit.SECONDS);
              return Optional.of(new Row(1, key));
            },
            2,
            20);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<Optional<Row>>> loads = new ArrayList<>();
    for (String key : List.of("a", "b")) {
      loads.add(threads.submit(() -> limit.load(key)));
    }
    loading.await(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> limit.load("c"))
        .as("a third load, of two that may run")
        .isInstanceOf(LoadLimit.Overloaded.class);
    goOn.countDown();
    assertThat(loads.get(0).get()).contains(new Row(1, "a"));
    assertThat(loads.get(1).get()).contains(new Row(1, "b"));
    assertThat(limit.load("c")).as("when there is room again").contains(new Row(1, "c"));
    assertThat(limit.peak()).as("the most that ran together").isEqualTo(2);
    threads.shutdown();
  }

  @Test
  void aFailedLoadGivesItsPlaceBack() throws Exception {
    boolean[] fails = {true};
    LoadLimit limit =
        new LoadLimit(
            key -> {
              if (fails[0]) {
                throw new IllegalStateException("the database says no");
              }
              return Optional.empty();
            },
            1,
            0);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> limit.load("a")).hasMessage("the database says no");
    }
    fails[0] = false;
    assertThat(limit.load("a")).isEmpty();
    assertThat(limit.peak()).as("loads that ran together, one after the other").isEqualTo(1);
  }
}
