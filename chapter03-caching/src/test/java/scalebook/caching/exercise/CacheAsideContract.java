package scalebook.caching.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;

abstract class CacheAsideContract extends Contract {
  interface Answer {
    Optional<String> get(String key);
  }

  Answer answer(
      CacheAside.Cache cache, Function<String, Optional<String>> database, long ttl, long absent) {
    return answer(Answer.class, CacheAside.class, cache, database, ttl, absent);
  }

  /** A cache that remembers what it was told, and can be made to fail. */
  private static final class FakeCache implements CacheAside.Cache {
    private final Map<String, String> entries = new HashMap<>();
    private final List<Long> ttls = new ArrayList<>();
    private boolean dead;

    @Override
    public Optional<String> get(String key) throws Exception {
      if (dead) {
        throw new Exception("the cache is dead");
      }
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public void set(String key, String value, long ttlMillis) throws Exception {
      if (dead) {
        throw new Exception("the cache is dead");
      }
      entries.put(key, value);
      ttls.add(ttlMillis);
    }
  }

  private final FakeCache cache = new FakeCache();
  private final Map<String, String> rows = new HashMap<>();
  private final List<String> queries = new ArrayList<>();

  private Answer reads() {
    return answer(
        cache,
        key -> {
          queries.add(key);
          return Optional.ofNullable(rows.get(key));
        },
        60_000,
        5_000);
  }

  @Test
  @Order(1)
  void theSecondReadAsksTheCacheOnly() {
    rows.put("7", "a book");
    Answer reads = reads();
    for (int i = 0; i < 5; i++) {
      assertThat(reads.get("7")).contains("a book");
    }
    assertThat(queries).as("queries for five reads of one key").hasSize(1);
    assertThat(cache.ttls).as("time to live of a value").containsExactly(60_000L);
  }

  @Test
  @Order(2)
  void thatThereIsNoneIsRememberedForAShorterTime() {
    Answer reads = reads();
    for (int i = 0; i < 5; i++) {
      assertThat(reads.get("404")).isEmpty();
    }
    assertThat(queries)
        .as("queries for five reads of a key that does not exist: anybody could ask for a million")
        .hasSize(1);
    assertThat(cache.ttls)
        .as("time to live of 'there is none': a product that is new must not stay hidden")
        .containsExactly(5_000L);
  }

  @Test
  @Order(3)
  void anEmptyTextIsAValue() {
    rows.put("note", "");
    Answer reads = reads();
    assertThat(reads.get("note")).as("first read").contains("");
    assertThat(reads.get("note"))
        .as("second read, from the cache: an empty text is not the same as none")
        .contains("");
  }

  @Test
  @Order(4)
  void everyTextSurvivesTheCache() {
    Answer reads = reads();
    for (String text : new String[] {"-", "+", "null", "none", "ABSENT", " ", "+-", "a\nb"}) {
      rows.put("k" + text, text);
      assertThat(reads.get("k" + text)).contains(text);
      assertThat(reads.get("k" + text)).as("'%s', read from the cache", text).contains(text);
    }
  }

  @Test
  @Order(5)
  void aDeadCacheIsOnlySlower() {
    rows.put("7", "a book");
    Answer reads = reads();
    cache.dead = true;
    assertThat(reads.get("7")).as("with a dead cache").contains("a book");
    assertThat(reads.get("404")).as("with a dead cache").isEmpty();
    cache.dead = false;
    assertThat(reads.get("7")).contains("a book");
    int before = queries.size();
    reads.get("7");
    assertThat(queries).as("the cache works again, and is used").hasSize(before);
  }

  @Test
  @Order(6)
  void aFailedQueryIsNotRemembered() {
    boolean[] broken = {true};
    Answer reads =
        answer(
            cache,
            key -> {
              if (broken[0]) {
                throw new IllegalStateException("the database is away");
              }
              return Optional.of("a book");
            },
            60_000,
            5_000);
    assertThat(Thrown.by(() -> reads.get("7")))
        .as("nobody knows whether there is such a thing: that is not the same as none")
        .isInstanceOf(IllegalStateException.class);
    broken[0] = false;
    assertThat(reads.get("7")).as("after the database is back").contains("a book");
  }
}
