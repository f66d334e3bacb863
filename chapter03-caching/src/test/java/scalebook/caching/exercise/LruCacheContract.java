package scalebook.caching.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class LruCacheContract extends Contract {
  interface Answer {
    Optional<String> get(Object key);

    void put(Object key, String value);

    int size();
  }

  Answer answer(int capacity) {
    return answer(Answer.class, LruCache.class, capacity);
  }

  private Answer filled(String... keys) {
    Answer cache = answer(3);
    for (String key : keys) {
      cache.put(key, key.toUpperCase());
    }
    return cache;
  }

  @Test
  @Order(1)
  void asManyAsItHoldsAreThere() {
    Answer cache = filled("a", "b", "c");
    assertThat(cache.size()).as("entries of three").isEqualTo(3);
    assertThat(cache.get("a")).contains("A");
    assertThat(cache.get("b")).contains("B");
    assertThat(cache.get("c")).contains("C");
    assertThat(cache.get("d")).isEmpty();
  }

  @Test
  @Order(2)
  void theOneUsedLongestAgoGoes() {
    Answer cache = filled("a", "b", "c", "d");
    assertThat(cache.size()).as("entries, after a fourth came into a cache of three").isEqualTo(3);
    assertThat(cache.get("a")).as("the oldest").isEmpty();
    assertThat(cache.get("b")).contains("B");
  }

  @Test
  @Order(3)
  void readingIsUsing() {
    Answer cache = filled("a", "b", "c");
    cache.get("a");
    cache.put("d", "D");
    assertThat(cache.get("a"))
        .as("it came first, but it was read last: a cache that forgets that is a queue")
        .contains("A");
    assertThat(cache.get("b")).as("used longest ago").isEmpty();
  }

  @Test
  @Order(4)
  void writingAgainIsUsingAndMakesNobodyGo() {
    Answer cache = filled("a", "b", "c");
    cache.put("a", "new");
    assertThat(cache.size()).as("entries, after one was replaced").isEqualTo(3);
    assertThat(cache.get("b")).as("nobody had to go").contains("B");
    cache.put("d", "D");
    cache.put("e", "E");
    assertThat(cache.get("a")).isEmpty();
    cache = filled("a", "b", "c");
    cache.put("a", "new");
    cache.put("d", "D");
    assertThat(cache.get("a")).as("written again just now").contains("new");
  }

  @Test
  @Order(5)
  void lookingForWhatIsNotThereChangesNothing() {
    Answer cache = filled("a", "b", "c");
    cache.get("x");
    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.get("a")).contains("A");
  }

  /** Against the JDK's own, for a long time. */
  @Test
  @Order(6)
  void itAgreesWithALinkedHashMap() {
    for (int capacity : new int[] {1, 2, 7, 100}) {
      Answer cache = answer(capacity);
      Map<String, String> reference = new LinkedHashMap<>(16, 0.75f, true);
      Random random = new Random(capacity);
      for (int i = 0; i < 20_000; i++) {
        String key = "k" + random.nextInt(capacity * 3);
        if (random.nextBoolean()) {
          cache.put(key, "v" + i);
          reference.put(key, "v" + i);
          if (reference.size() > capacity) {
            reference.remove(reference.keySet().iterator().next());
          }
        } else {
          assertThat(cache.get(key))
              .as("step %d, capacity %d", i, capacity)
              .isEqualTo(Optional.ofNullable(reference.get(key)));
        }
        assertThat(cache.size()).as("size at step %d", i).isEqualTo(reference.size());
      }
    }
  }

  /** Counts how often it is compared. */
  private record Key(int number, AtomicInteger compared) {
    @Override
    public boolean equals(Object other) {
      compared.incrementAndGet();
      return other instanceof Key key && key.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  @Test
  @Order(7)
  void noKeyIsLookedForInAList() {
    AtomicInteger compared = new AtomicInteger();
    Answer cache = answer(1_000);
    for (int i = 0; i < 10_000; i++) {
      cache.put(new Key(i % 1_500, compared), "v");
      cache.get(new Key(i * 7 % 1_500, compared));
    }
    assertThat(compared.get())
        .as("comparisons of keys for 20,000 uses of a cache with 1,000 entries")
        .isLessThan(20_000 * 5);
  }

  /** A search through all entries would take an hour; work counts here, and no waiting does. */
  @Test
  @Order(8)
  void manyEntriesDoNotMakeItSlow() {
    int entries = 200_000;
    Answer cache = answer(entries);
    for (int i = 0; i < entries; i++) {
      cache.put("k" + i, "v");
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < entries; i++) {
      cache.get("k" + i);
      cache.put("n" + i, "v");
      if (i % 1_000 == 0) {
        assertThat((threads.getCurrentThreadCpuTime() - start) / 1_000_000_000)
            .as(
                "seconds of a processor for %d uses of a cache with %d entries: find the oldest at once",
                i, entries)
            .isLessThan(5);
      }
    }
    assertThat(cache.size()).isEqualTo(entries);
  }

  @Test
  @Order(9)
  void twoCachesShareNothing() {
    Answer one = filled("a", "b");
    Answer other = filled("c");
    assertThat(one.size()).isEqualTo(2);
    assertThat(other.get("a")).as("the other cache's entry").isEmpty();
  }
}
