package scalebook.caching.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Small traces in which one sees who goes; long ones beside somebody else's answer. */
class EvictionTest {
  /** One letter a read; a capital is a hit. */
  private static String told(Eviction cache, String keys) {
    return keys.chars()
        .mapToObj(key -> (char) (cache.read(key) ? Character.toUpperCase(key) : key))
        .map(String::valueOf)
        .collect(Collectors.joining());
  }

  private static int[] trace(String keys) {
    return keys.chars().toArray();
  }

  private static int[] random(int seed, int things, int reads) {
    Random random = new Random(seed);
    return IntStream.range(0, reads)
        .map(i -> Math.min(random.nextInt(things), random.nextInt(things)))
        .toArray();
  }

  private static long hits(Eviction cache, int[] trace) {
    return Arrays.stream(trace).filter(cache::read).count();
  }

  @Test
  void ofAnLruTheKeyReadLongestAgoGoes() {
    assertThat(told(new Lru(3), "abcadacdb")).isEqualTo("abcAdACDb");
    assertThat(told(new Lru(1), "aabba")).isEqualTo("aAbBa");
  }

  @Test
  void anLruAgreesWithALinkedHashMap() {
    for (int capacity : new int[] {1, 2, 7, 50}) {
      Map<Integer, Boolean> reference = new LinkedHashMap<>(16, 0.75f, true);
      Eviction cache = new Lru(capacity);
      for (int key : random(capacity, 100, 5_000)) {
        assertThat(cache.read(key)).isEqualTo(reference.put(key, true) != null);
        if (reference.size() > capacity) {
          reference.remove(reference.keySet().iterator().next());
        }
      }
    }
  }

  @Test
  void withoutRecencyItIsAQueue() {
    assertThat(told(new Lru(3, false), "abcadab")).isEqualTo("abcAdab");
  }

  /** b is unmarked when the hand comes: it goes, and a, marked, has a second chance. */
  @Test
  void clockGivesAMarkedKeyASecondChance() {
    assertThat(told(new Clock(3), "abcadab")).isEqualTo("abcAdAb");
    assertThat(told(new Clock(3), "abcabcd")).as("all marked").isEqualTo("abcABCd");
    assertThat(told(new Clock(3), "abcabcdbca")).as("the first goes").isEqualTo("abcABCdBCa");
    assertThat(told(new Clock(3), "abcdef" + "def")).isEqualTo("abcdefDEF");
    assertThat(told(new Clock(2), "abcbdbc")).as("the hand goes on").isEqualTo("abcBdBc");
  }

  @Test
  void ofAnLfuTheKeyReadLeastGoes() {
    Eviction never = new Lfu(2, Long.MAX_VALUE);
    assertThat(told(never, "aaabcbca")).isEqualTo("aAAbcbcA");
    assertThat(told(new Lfu(2, 1_000), "abcba")).as("of equals the older one").isEqualTo("abcBa");
  }

  @Test
  void countsAgeSoThatWhatWasPopularGoes() {
    String popular = "aaaaaaaa";
    String since = "bbcbcbcbcbc";
    assertThat(told(new Lfu(2, Long.MAX_VALUE), popular + since + "a")).endsWith("A");
    assertThat(told(new Lfu(2, 4), popular + since + "a")).endsWith("a");
  }

  /** Every second count is a half: a, 4 reads, has 2 after its fourth one; b has 3. */
  @Test
  void ageingHalvesEveryCountAtItsReadAndNotBefore() {
    assertThat(told(new Lfu(2, 5), "aaaab" + "bb" + "c" + "ab")).isEqualTo("aAAAbBBcaB");
    assertThat(told(new Lfu(2, 1_000), "aaaab" + "bb" + "c" + "ab")).isEqualTo("aAAAbBBcAb");
  }

  @Test
  void ofBeladyTheKeyNeededLastGoes() {
    String keys = "abcabdab";
    assertThat(told(new Belady(2, trace(keys), keys.length()), keys)).isEqualTo("abcABdAB");
  }

  @Test
  void itSeesSoFarAndNoFurther() {
    String keys = "abca";
    assertThat(told(new Belady(2, trace(keys), 3), keys)).as("three ahead").isEqualTo("abcA");
    assertThat(told(new Belady(2, trace("cbac"), 3), "cbac")).as("three ahead").isEqualTo("cbaC");
    assertThat(told(new Belady(2, trace("cbac"), 2), "cbac")).as("two").isEqualTo("cbac");
  }

  /** Every choice is tried: nobody has more hits, whoever goes. */
  @Test
  void noChoiceHasMoreHitsThanBelady() {
    for (int seed = 0; seed < 40; seed++) {
      int[] trace = random(seed, 5, 9);
      long best = best(trace, 0, 0, 2);
      assertThat(hits(new Belady(2, trace, trace.length), trace)).isEqualTo(best);
    }
  }

  /** {@code there}: one bit for each key. */
  private static long best(int[] trace, int at, int there, int capacity) {
    if (at == trace.length) {
      return 0;
    }
    int now = there | 1 << trace[at];
    if (now == there) {
      return 1 + best(trace, at + 1, there, capacity);
    }
    if (Integer.bitCount(now) <= capacity) {
      return best(trace, at + 1, now, capacity);
    }
    return IntStream.range(0, 5)
        .filter(key -> (now >> key & 1) == 1)
        .mapToLong(key -> best(trace, at + 1, now & ~(1 << key), capacity))
        .max()
        .orElseThrow();
  }

  @Test
  void theModelKnowsEveryHitOfAnLruOfAnySize() {
    int[] trace = random(1, 300, 4_095);
    ReuseDistances model = new ReuseDistances(trace);
    for (int capacity : new int[] {1, 2, 10, 100, 300}) {
      Eviction lru = new Lru(capacity);
      for (int i = 0; i < trace.length; i++) {
        assertThat(model.hits(i, capacity)).as("read %d", i).isEqualTo(lru.read(trace[i]));
      }
    }
  }

  @Test
  void noPolicyHoldsMoreThanFits() {
    BiFunction<Integer, int[], Eviction> clock = (capacity, trace) -> new Clock(capacity);
    BiFunction<Integer, int[], Eviction> lfu = (capacity, trace) -> new Lfu(capacity, 50);
    for (var policy : Map.of("clock", clock, "lfu", lfu).entrySet()) {
      int[] trace = random(3, 40, 2_000);
      long ours = hits(policy.getValue().apply(10, trace), trace);
      long most = hits(new Belady(10, trace, trace.length), trace);
      assertThat(ours).as(policy.getKey()).isBetween(most / 3, most);
    }
  }

  @Test
  void wTinyLfuKeepsWhatIsPopularThroughAScan() {
    Eviction cache = new WTinyLfu(100);
    for (int i = 0; i < 2_000; i++) {
      cache.read(i % 50);
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(cache.read(1_000 + i)).isFalse();
    }
    assertThat(IntStream.range(0, 50).filter(cache::read).count()).isGreaterThan(40);
  }
}
