package scalebook.caching.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scalebook.caching.near.NearCache.Settings;

class NearCacheTest {
  private static final long MILLI = 1_000_000;

  private final Map<String, String> shared = new HashMap<>(Map.of("k", "1"));
  private final List<String> asked = new ArrayList<>();
  private long now = 5;
  private Runnable meanwhile = () -> {};

  private NearCache cache(long ttl, long bound, boolean overtaken) {
    return new NearCache(this::load, new Settings(ttl, bound, overtaken), () -> now);
  }

  private NearCache trusting() {
    return cache(100, Settings.TRUSTING, true);
  }

  private Optional<String> load(String key) {
    asked.add(key);
    Optional<String> value = Optional.ofNullable(shared.get(key));
    meanwhile.run();
    return value;
  }

  @Test
  void aCopySparesTheRoundTripUntilItsTimeIsOver() {
    NearCache cache = trusting();
    assertThat(cache.get("k")).contains("1");
    shared.put("k", "2");
    now += 100 * MILLI - 1;
    assertThat(cache.get("k")).as("the copy").contains("1");
    assertThat(cache.hits()).isEqualTo(1);
    now += 1;
    assertThat(cache.get("k")).as("its time is over").contains("2");
    assertThat(asked).containsExactly("k", "k");
    assertThat(cache.hits()).isEqualTo(1);
  }

  @Test
  void thatThereIsNothingIsACopyToo() {
    NearCache cache = trusting();
    assertThat(cache.get("none")).isEmpty();
    assertThat(cache.get("none")).isEmpty();
    assertThat(asked).containsExactly("none");
  }

  @Test
  void aChangedKeyIsLoadedAgainAndNoOtherOne() {
    NearCache cache = trusting();
    shared.put("other", "o");
    cache.get("k");
    cache.get("other");
    shared.put("k", "2");
    cache.changed("k");
    assertThat(cache.get("k")).contains("2");
    assertThat(cache.get("other")).contains("o");
    assertThat(asked).containsExactly("k", "other", "k");
  }

  @Test
  void aCopyCountsOnlyWhileTheLastProofIsYoungerThanTheBound() {
    NearCache cache = cache(1_000, 50, true);
    cache.get("k");
    cache.get("k");
    assertThat(asked).as("nothing is proven yet").hasSize(2);
    cache.proven(now);
    now += 50 * MILLI;
    cache.get("k");
    assertThat(asked).as("at the bound").hasSize(2);
    now += 1;
    cache.get("k");
    assertThat(asked).as("after it").hasSize(3);
    cache.proven(now);
    cache.get("k");
    assertThat(asked).as("proven again").hasSize(3);
  }

  @Test
  void aLostConnectionForgetsCopiesAndProof() {
    NearCache trusting = trusting();
    trusting.get("k");
    trusting.forget();
    trusting.get("k");
    assertThat(asked).hasSize(2);
    NearCache cache = cache(1_000, 50, true);
    cache.proven(now);
    assertThat(cache.provenSince(now)).isTrue();
    assertThat(cache.provenSince(now + 1)).isFalse();
    cache.forget();
    assertThat(cache.provenSince(now)).isFalse();
    cache.get("k");
    cache.get("k");
    assertThat(asked).as("no proof any more").hasSize(4);
  }

  @Test
  void aLoadThatAChangeOvertakesIsNotKept() {
    NearCache cache = trusting();
    overtakenBy(() -> cache.changed("k"), cache);
    assertThat(cache.get("k")).as("the next read").contains("2");
    assertThat(cache.overtaken()).isEqualTo(1);
    assertThat(cache.changes()).isEqualTo(1);
  }

  @Test
  void norOneThatALostConnectionOvertakes() {
    NearCache cache = trusting();
    overtakenBy(cache::forget, cache);
    assertThat(cache.get("k")).contains("2");
  }

  @Test
  void withoutTheCheckItStaysUntilItsTimeIsOver() {
    NearCache cache = cache(100, Settings.TRUSTING, false);
    overtakenBy(() -> cache.changed("k"), cache);
    assertThat(cache.get("k")).contains("1");
    assertThat(cache.overtaken()).isEqualTo(1);
  }

  private void overtakenBy(Runnable message, NearCache cache) {
    meanwhile =
        () -> {
          meanwhile = () -> {};
          shared.put("k", "2");
          message.run();
        };
    assertThat(cache.get("k")).as("what it had read").contains("1");
  }

  @Test
  void aQuietLoadOvertakesNothing() {
    NearCache cache = trusting();
    cache.get("k");
    assertThat(cache.overtaken()).isZero();
  }
}
