package scalebook.caching.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class ClockCacheContract extends Contract {
  interface Answer {
    Optional<String> get(Object key);

    void put(Object key, String value);

    int size();
  }

  Answer answer(int capacity) {
    return answer(Answer.class, ClockCache.class, capacity);
  }

  /** Puts capitals, reads small letters: {@code ABCaD}. */
  private Answer after(int capacity, String steps) {
    Answer cache = answer(capacity);
    for (String step : steps.split("")) {
      if (step.equals(step.toUpperCase())) {
        cache.put(step.toLowerCase(), step);
      } else {
        cache.get(step);
      }
    }
    return cache;
  }

  private static void thereAre(Answer cache, String there, String gone) {
    for (String key : gone.split("")) {
      assertThat(cache.get(key)).as("%s, which had to go", key).isEmpty();
    }
    for (String key : there.split("")) {
      assertThat(cache.get(key)).as("%s, which stays", key).contains(key.toUpperCase());
    }
  }

  @Test
  @Order(1)
  void asManyAsItHoldsAreThere() {
    Answer cache = after(3, "ABC");
    assertThat(cache.size()).as("entries of three").isEqualTo(3);
    thereAre(cache, "abc", "d");
  }

  @Test
  @Order(2)
  void withoutMarksTheHandTakesOneSlotAfterTheOther() {
    assertThat(after(3, "ABCD").size()).as("entries, after a fourth came").isEqualTo(3);
    thereAre(after(3, "ABCD"), "bcd", "a");
    thereAre(after(3, "ABCDE"), "cde", "ab");
    thereAre(after(3, "ABCDEFG"), "efg", "abcd");
  }

  @Test
  @Order(3)
  void aMarkIsASecondChance() {
    thereAre(after(3, "ABCaD"), "acd", "b");
    thereAre(after(3, "ABCabcD"), "bcd", "a");
  }

  /** The hand took a's mark away: it has no third chance. */
  @Test
  @Order(4)
  void theHandTakesMarksAway() {
    thereAre(after(3, "ABCaDEF"), "def", "abc");
    thereAre(after(2, "ABaCD"), "cd", "ab");
  }

  /** A new entry has no mark: what is read once goes before what is read again. */
  @Test
  @Order(5)
  void aNewEntryHasNoMark() {
    thereAre(after(3, "ABCaDaEaFaG"), "a", "bcd");
  }

  @Test
  @Order(6)
  void theHandGoesOnFromWhereItStopped() {
    thereAre(after(3, "ABCDb" + "E"), "bde", "ac");
    thereAre(after(4, "ABCDaEF"), "adef", "bc");
  }

  @Test
  @Order(7)
  void writingAgainIsReadingAndMakesNobodyGo() {
    Answer cache = answer(3);
    cache.put("a", "old");
    cache.put("b", "B");
    cache.put("c", "C");
    cache.put("a", "new");
    assertThat(cache.size()).as("entries, after one was replaced").isEqualTo(3);
    cache.put("d", "D");
    assertThat(cache.get("a")).as("written again, so it has a mark").contains("new");
    assertThat(cache.get("b")).isEmpty();
  }

  @Test
  @Order(8)
  void lookingForWhatIsNotThereChangesNothing() {
    Answer cache = after(3, "ABCxyz");
    assertThat(cache.size()).isEqualTo(3);
    thereAre(cache, "abc", "x");
  }

  /** Step by step, for a long time: arrays, as in the example. */
  @Test
  @Order(9)
  void itAgreesWithThePicture() {
    for (int capacity : new int[] {1, 2, 7, 100}) {
      Answer cache = answer(capacity);
      String[] keys = new String[capacity];
      boolean[] marks = new boolean[capacity];
      int hand = 0;
      Random random = new Random(capacity);
      for (int i = 0; i < 10_000; i++) {
        String key = "k" + random.nextInt(capacity * 3);
        int slot = slot(keys, key);
        if (slot >= 0 && random.nextBoolean()) {
          cache.put(key, "v");
          marks[slot] = true;
          continue;
        }
        assertThat(cache.get(key).isPresent())
            .as("step %d, capacity %d: %s is there", i, capacity, key)
            .isEqualTo(slot >= 0);
        if (slot >= 0) {
          marks[slot] = true;
          continue;
        }
        cache.put(key, "v");
        int free = slot(keys, null);
        while (free < 0 && marks[hand]) {
          marks[hand] = false;
          hand = (hand + 1) % capacity;
        }
        if (free < 0) {
          free = hand;
          hand = (hand + 1) % capacity;
        }
        keys[free] = key;
        marks[free] = false;
      }
    }
  }

  private static int slot(String[] keys, String key) {
    for (int i = 0; i < keys.length; i++) {
      if (key == null ? keys[i] == null : key.equals(keys[i])) {
        return i;
      }
    }
    return -1;
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
  @Order(10)
  void noKeyIsLookedForInTheRing() {
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

  @Test
  @Order(11)
  void twoCachesShareNothing() {
    Answer one = after(3, "AB");
    Answer other = after(3, "C");
    assertThat(one.size()).isEqualTo(2);
    assertThat(other.get("a")).as("the other cache's entry").isEmpty();
  }
}
