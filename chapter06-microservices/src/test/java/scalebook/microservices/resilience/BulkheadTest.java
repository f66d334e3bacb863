package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  @Test
  void neverMoreThreadsInABulkheadThanPlaces() throws Exception {
    Bulkhead bulkhead = new Bulkhead(3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  bulkhead
                      .tryEnter()
                      .ifPresent(
                          place -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.yield();
                            inside.decrementAndGet();
                            place.close();
                          });
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).as("the most inside together").isBetween(1, 3);
    assertThat(bulkhead.free()).isEqualTo(3);
  }

  @Test
  void aBulkheadGivesEachPlaceBackOnce() {
    Bulkhead bulkhead = new Bulkhead(2);
    Optional<Bulkhead.Place> one = bulkhead.tryEnter();
    Optional<Bulkhead.Place> two = bulkhead.tryEnter();
    assertThat(bulkhead.tryEnter()).as("a third one, of two places").isEmpty();
    one.orElseThrow().close();
    one.orElseThrow().close();
    assertThat(bulkhead.free()).isEqualTo(1);
    two.orElseThrow().close();
    assertThat(bulkhead.free()).isEqualTo(2);
  }

  @Test
  void anUnlimitedBulkheadTurnsNobodyAway() {
    Bulkhead bulkhead = Bulkhead.unlimited();
    for (int i = 0; i < 1_000; i++) {
      assertThat(bulkhead.tryEnter()).isPresent();
    }
  }

  @Test
  void anUnlimitedOneTurnsNobodyAway() {
    Bulkhead unlimited = Bulkhead.unlimited();
    for (int i = 0; i < 10_000; i++) {
      assertThat(unlimited.tryEnter()).as("place %d, none is given back", i).isPresent();
    }
  }
}
