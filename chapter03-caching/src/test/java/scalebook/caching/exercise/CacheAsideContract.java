package scalebook.caching.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    private Exception trouble = new Exception("the cache is dead");

    @Override
    public Optional<String> get(String key) throws Exception {
      if (dead) {
        throw trouble;
      }
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public void set(String key, String value, long ttlMillis) throws Exception {
      if (dead) {
        throw trouble;
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
  void aNegativeEntryLivesForAShorterTime() {
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
    reads.get("404");
    String none = cache.entries.getOrDefault("404", "");
    rows.put("odd", none);
    reads.get("odd");
    assertThat(reads.get("odd"))
        .as("a product whose text is '%s', which stands in the cache for 'there is none'", none)
        .contains(none);
  }

  @Test
  @Order(5)
  void aDeadCacheIsOnlySlower() {
    rows.put("7", "a book");
    Answer reads = reads();
    cache.dead = true;
    for (Exception trouble :
        List.of(new Exception("x"), new IOException("x"), new IllegalStateException("x"))) {
      cache.trouble = trouble;
      queries.clear();
      assertThat(reads.get("7")).as("with a cache that throws %s", trouble).contains("a book");
      assertThat(reads.get("404")).as("with a dead cache").isEmpty();
      assertThat(queries).as("queries for two reads, with a dead cache").hasSize(2);
    }
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
    int[] asked = {0};
    Answer reads =
        answer(
            cache,
            key -> {
              asked[0]++;
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
    assertThat(asked[0]).as("queries: a database in trouble is not asked twice").isEqualTo(1);
    broken[0] = false;
    assertThat(reads.get("7")).as("after the database is back").contains("a book");
  }

  @Test
  @Order(7)
  void anExpiredEntryIsLoadedAgain() {
    rows.put("7", "a book");
    Answer reads = reads();
    reads.get("7");
    reads.get("404");
    rows.put("7", "a new book");
    rows.put("404", "found");
    cache.entries.clear(); // their time is over
    assertThat(reads.get("7")).as("after the entry's end").contains("a new book");
    assertThat(reads.get("404")).as("after the end of 'there is none'").contains("found");
  }

  @Test
  @Order(8)
  void anotherProcessFindsItInTheCache() {
    rows.put("7", "a book");
    reads().get("7");
    reads().get("404");
    queries.clear();
    Answer other = reads();
    assertThat(other.get("7")).contains("a book");
    assertThat(other.get("404")).isEmpty();
    assertThat(queries).as("queries of a second process, with the same cache").isEmpty();
  }

  @Test
  @Order(9)
  void keysAreNotMixed() {
    Answer reads = reads();
    for (int i = 0; i < 20; i++) {
      rows.put("k" + i, "v" + i);
      reads.get("k" + i);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(reads.get("k" + i)).contains("v" + i);
    }
  }
}
