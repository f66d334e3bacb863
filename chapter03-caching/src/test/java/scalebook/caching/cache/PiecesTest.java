package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scalebook.caching.stage.Zipf;

/** The small pieces, each alone. */
class PiecesTest {
  @Test
  void oneFliesAndTheOthersLandWithIt() throws Exception {
    SingleFlight<String> flights = new SingleFlight<>(10_000);
    AtomicInteger work = new AtomicInteger();
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(20);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<SingleFlight.Landed<String>>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(
          threads.submit(
              () -> {
                asked.countDown();
                return flights.join(
                    "a",
                    () -> {
                      goOn.await(10, TimeUnit.SECONDS);
                      return "work " + work.incrementAndGet();
                    });
              }));
    }
    asked.await(10, TimeUnit.SECONDS);
    await().until(() -> flights.flying() == 1);
    goOn.countDown();
    int own = 0;
    for (Future<SingleFlight.Landed<String>> one : all) {
      own += one.get(10, TimeUnit.SECONDS).own() ? 1 : 0;
    }
    assertThat(own).as("callers that flew, each for one piece of work").isEqualTo(work.get());
    assertThat(flights.flying()).isZero();
    threads.shutdown();
  }

  @Test
  void anErrorLeavesNobodyWaiting() throws Exception {
    SingleFlight<String> flights = new SingleFlight<>(10_000);
    assertThatThrownBy(
            () ->
                flights.join(
                    "a",
                    () -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
    assertThat(flights.join("a", () -> "fine").value()).isEqualTo("fine");
  }

  @Test
  void whoWaitsForAnothersFlightWaitsForABoundedTime() throws Exception {
    SingleFlight<String> flights = new SingleFlight<>(50);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch flying = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    threads.submit(
        () ->
            flights.join(
                "a",
                () -> {
                  flying.countDown();
                  return goOn.await(10, TimeUnit.SECONDS) ? "" : "late";
                }));
    flying.await(10, TimeUnit.SECONDS);
    assertThatThrownBy(() -> flights.join("a", () -> "other"))
        .isInstanceOf(LoadLimit.Overloaded.class);
    goOn.countDown();
    threads.shutdown();
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    for (String text : new String[] {"", "-", "+", "a b c", "{\"x\":\"1 2\"}", "\n"}) {
      Entry entry = new Entry(Optional.of(text), 12, 34, 56);
      assertThat(Entry.read(entry.write())).isEqualTo(entry);
    }
    Entry none = new Entry(Optional.empty(), 0, 34, 56);
    assertThat(Entry.read(none.write())).isEqualTo(none);
  }

  /** P(due) = e^(-left / (beta · load)): measured over 20,000 draws, five standard deviations. */
  @Test
  void anEarlyRefreshIsAsLikelyAsXFetchSays() {
    Entry entry = new Entry(Optional.of("x"), 1, 10_000, 100);
    Random random = new Random(4);
    for (double beta : new double[] {0.5, 1, 2}) {
      for (long left : new long[] {300, 100, 20, 0}) {
        int due = 0;
        for (int i = 0; i < 20_000; i++) {
          due += Freshness.early(beta).due(entry, 10_000 - left, random) ? 1 : 0;
        }
        double expected = Math.exp(-left / (beta * 100));
        double allowed = 5 * Math.sqrt(expected * (1 - expected) / 20_000);
        assertThat(due / 20_000.0)
            .as("%d ms left, beta %f", left, beta)
            .isCloseTo(expected, within(allowed));
      }
    }
  }

  @Test
  void aBloomFilterForgetsNothingAndErrsAsRarelyAsItSays() {
    for (double wrong : new double[] {0.1, 0.01, 0.001}) {
      int things = 20_000;
      BloomFilter filter = new BloomFilter(things, wrong);
      for (long i = 0; i < things; i++) {
        filter.add(i);
      }
      int mistakes = 0;
      int others = 200_000;
      for (long i = 0; i < things; i++) {
        assertThat(filter.mayContain(i)).as("what was added").isTrue();
      }
      for (long i = 0; i < others; i++) {
        mistakes += filter.mayContain(1_000_000_007L * (i + 1)) ? 1 : 0;
      }
      double allowed = 5 * Math.sqrt(wrong * (1 - wrong) / others) + wrong * 0.1;
      assertThat(mistakes / (double) others).as("wrong about").isCloseTo(wrong, within(allowed));
    }
  }

  @Test
  void popularityFallsAsItsRankGrows() {
    Zipf zipf = new Zipf(1_000, 1.0);
    int[] asked = new int[1_000];
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      asked[zipf.at(i)]++;
      assertThat(zipf.at(i)).as("the same draw again").isEqualTo(zipf.at(i));
    }
    double first = draws / 7.485; // the sum of 1/1 … 1/1000
    assertThat((double) asked[0]).isCloseTo(first, within(first * 0.05));
    assertThat((double) asked[9]).isCloseTo(first / 10, within(first / 10 * 0.1));
  }
}
