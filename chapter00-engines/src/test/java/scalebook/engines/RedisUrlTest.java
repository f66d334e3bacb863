package scalebook.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisUrlTest {
  /** A given server's password is its owner's choice, not ours. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "p@ss", "a:b/c?d#e", "100%", "a b+c", "päss"})
  void anyPasswordSurvivesTheUrl(String password) {
    Redis redis = new Redis("given", new GivenRunner("given", "127.0.0.1", 6379), password);
    URI uri = URI.create(redis.url());
    assertThat(uri.getHost()).isEqualTo("127.0.0.1");
    assertThat(uri.getPort()).isEqualTo(6379);
    assertThat(uri.getUserInfo()).isEqualTo(":" + password);
  }
}
