package scalebook.caching.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class LeasedSetContract extends Contract {
  interface Answer {
    Optional<String> get(String key);

    Optional<Long> lease(String key);

    boolean set(String key, String value, long token);

    void invalidate(String key);
  }

  private static final long LEASE = 1_000;
  private long now = 50_000;

  Answer answer(LongSupplier clockMillis, long leaseMillis) {
    return answer(Answer.class, LeasedSet.class, clockMillis, leaseMillis);
  }

  private Answer cache() {
    return answer(() -> now, LEASE);
  }

  private static long lease(Answer cache, String key) {
    return cache
        .lease(key)
        .orElseThrow(() -> new AssertionError("nobody holds the lease of " + key));
  }

  @Test
  @Order(1)
  void aReaderThatMissesTakesTheLeaseAndSets() {
    Answer cache = cache();
    assertThat(cache.get("7")).isEmpty();
    long token = lease(cache, "7");
    assertThat(cache.set("7", "a book", token)).isTrue();
    assertThat(cache.get("7")).contains("a book");
  }

  @Test
  @Order(2)
  void anOvertakenReaderDoesNotPutTheOldValueBack() {
    Answer cache = cache();
    long token = lease(cache, "7"); // the reader loads the old row …
    cache.invalidate("7"); // … a writer commits a new one …
    assertThat(cache.set("7", "old", token))
        .as("… and the reader sets what it loaded: nobody would ever notice that it is old")
        .isFalse();
    assertThat(cache.get("7")).isEmpty();
  }

  @Test
  @Order(3)
  void anOldTokenIsNoNewOne() {
    Answer cache = cache();
    long overtaken = lease(cache, "7");
    cache.invalidate("7");
    long fresh = lease(cache, "7"); // another reader, after the write
    assertThat(cache.set("7", "old", overtaken))
        .as("the overtaken reader, while another holds a lease of the same key")
        .isFalse();
    assertThat(cache.set("7", "new", fresh)).isTrue();
    assertThat(cache.get("7")).contains("new");
  }

  @Test
  @Order(4)
  void oneReaderAtATime() {
    Answer cache = cache();
    long token = lease(cache, "7");
    assertThat(cache.lease("7")).as("a second reader, while the first one loads").isEmpty();
    assertThat(cache.lease("8")).as("a reader of another key").isPresent();
    cache.set("7", "a book", token);
    cache.invalidate("7");
    assertThat(cache.lease("7")).as("the next one, after that").isPresent();
  }

  @Test
  @Order(5)
  void aDeadReadersLeaseEnds() {
    Answer cache = cache();
    long dead = lease(cache, "7");
    now += LEASE - 1;
    assertThat(cache.lease("7")).as("before the lease ends").isEmpty();
    now += 1;
    long next = lease(cache, "7");
    assertThat(cache.set("7", "old", dead))
        .as("it was not dead, only slow: its lease is another's now")
        .isFalse();
    assertThat(cache.set("7", "new", next)).isTrue();
  }

  @Test
  @Order(6)
  void anEndedLeaseIsOverWithoutASuccessorToo() {
    Answer cache = cache();
    long slow = lease(cache, "7");
    now += LEASE;
    assertThat(cache.set("7", "old", slow)).as("set after the lease has ended").isFalse();
    assertThat(cache.get("7")).isEmpty();
  }

  @Test
  @Order(7)
  void aTokenOpensItsOwnKeyOnceOnly() {
    Answer cache = cache();
    long seven = lease(cache, "7");
    long eight = lease(cache, "8");
    assertThat(cache.set("8", "seven's", seven)).as("with the token of another key").isFalse();
    assertThat(cache.set("7", "a book", seven)).isTrue();
    assertThat(cache.set("7", "again", seven)).as("a second set with the same token").isFalse();
    assertThat(cache.set("8", "a pen", eight)).isTrue();
  }

  @Test
  @Order(8)
  void aWriterDropsWhatIsCached() {
    Answer cache = cache();
    cache.set("7", "a book", lease(cache, "7"));
    cache.invalidate("7");
    assertThat(cache.get("7")).as("after a write").isEmpty();
    cache.invalidate("nothing there"); // and does not mind
  }

  @Test
  @Order(9)
  void whatIsCachedMayBeRefreshed() {
    Answer cache = cache();
    cache.set("7", "a book", lease(cache, "7"));
    long token = lease(cache, "7");
    assertThat(cache.get("7")).as("while somebody loads it anew").contains("a book");
    assertThat(cache.set("7", "a new book", token)).isTrue();
    assertThat(cache.get("7")).contains("a new book");
  }

  @Test
  @Order(10)
  void aWriteIsOfOneKey() {
    Answer cache = cache();
    cache.set("7", "a book", lease(cache, "7"));
    long eight = lease(cache, "8");
    cache.invalidate("9");
    assertThat(cache.get("7")).as("key 7, after a write to key 9").contains("a book");
    assertThat(cache.set("8", "a pen", eight)).as("key 8's lease, after that").isTrue();
  }

  @Test
  @Order(11)
  void aRefusedReaderDoesNotProlong() {
    Answer cache = cache();
    lease(cache, "7");
    for (int i = 0; i < 9; i++) {
      now += LEASE / 10;
      assertThat(cache.lease("7")).as("while the first reader holds it").isEmpty();
      assertThat(cache.set("7", "mine", Long.MAX_VALUE)).as("with no token of ours").isFalse();
    }
    now += LEASE / 10;
    assertThat(cache.lease("7")).as("1,000 ms after it was given, however many asked").isPresent();
  }

  /** Two keys, readers that are slow, writers, any token: compared with three maps. */
  @Test
  @Order(12)
  void itAgreesWithThePicture() {
    for (long begin : new long[] {-40_000, 50_000}) {
      now = begin;
      Picture picture = new Picture(cache());
      for (int i = 0; i < 5_000; i++) {
        picture.step("k" + picture.random.nextInt(2), "v" + i);
      }
    }
  }

  private final class Picture {
    private final Answer cache;
    private final Random random = new Random(7);
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Long> holders = new HashMap<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final List<Long> tokens = new ArrayList<>(List.of(0L, -1L));

    private Picture(Answer cache) {
      this.cache = cache;
    }

    private void step(String key, String value) {
      switch (random.nextInt(8)) {
        case 0 -> invalidate(key);
        case 1, 2 -> lease(key);
        case 3, 4, 5 -> set(key, value, tokens.get(random.nextInt(tokens.size())));
        case 6 -> set(key, value, tokens.get(tokens.size() - 1));
        default -> now += random.nextInt((int) LEASE / 2);
      }
      assertThat(cache.get(key))
          .as("what is cached")
          .isEqualTo(Optional.ofNullable(values.get(key)));
    }

    private boolean held(String key) {
      return holders.containsKey(key) && now < ends.get(key);
    }

    private void invalidate(String key) {
      cache.invalidate(key);
      values.remove(key);
      holders.remove(key);
    }

    private void lease(String key) {
      Optional<Long> token = cache.lease(key);
      assertThat(token.isPresent())
          .as("a lease at %d, the last one ends at %s", now, ends.get(key))
          .isEqualTo(!held(key));
      token.ifPresent(
          given -> {
            holders.put(key, given);
            ends.put(key, now + LEASE);
            tokens.add(given);
          });
      if (tokens.size() > 8) {
        tokens.remove(2);
      }
    }

    private void set(String key, String value, long token) {
      boolean right = held(key) && holders.get(key) == token;
      assertThat(cache.set(key, value, token))
          .as("a set with token %d, the holder's is %s", token, holders.get(key))
          .isEqualTo(right);
      if (right) {
        values.put(key, value);
        holders.remove(key);
      }
    }
  }
}
