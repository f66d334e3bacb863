package scalebook.cloning.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.cloning.dns.CachingResolver.Answer;
import scalebook.cloning.dns.CachingResolver.Keeping;

class CachingResolverTest {
  private long now = 1_000;
  private List<String> truth = List.of("192.0.2.10");

  private CachingResolver resolver(Keeping keeping, boolean keepsNo) {
    return new CachingResolver(name -> new Answer(truth, 30), keeping, keepsNo, () -> now);
  }

  @Test
  void itAsksOnceATtlAndIsWrongForNoLonger() throws IOException {
    CachingResolver resolver = resolver(Keeping.BY_TTL, true);
    resolver.lookup("www");
    truth = List.of("192.0.2.11");
    now += 29;
    assertThat(resolver.lookup("www")).as("in its last second").containsExactly("192.0.2.10");
    assertThat(resolver.queries()).isEqualTo(1);
    now += 1;
    assertThat(resolver.lookup("www")).as("at its end").containsExactly("192.0.2.11");
    assertThat(resolver.queries()).isEqualTo(2);
    resolver.lookup("other");
    assertThat(resolver.queries()).as("each name for itself").isEqualTo(3);
  }

  @Test
  void aNoIsRememberedToo() throws IOException {
    truth = List.of();
    CachingResolver remembering = resolver(Keeping.BY_TTL, true);
    CachingResolver forgetting = resolver(Keeping.BY_TTL, false);
    for (int i = 0; i < 30; i++) {
      assertThat(remembering.lookup("new")).isEmpty();
      assertThat(forgetting.lookup("new")).isEmpty();
      now++;
    }
    assertThat(remembering.queries()).isEqualTo(1);
    assertThat(forgetting.queries()).isEqualTo(30);
    truth = List.of("192.0.2.10");
    assertThat(remembering.lookup("new")).hasSize(1);
  }

  @Test
  void whoKeepsForEverKeepsYesButNotNo() throws IOException {
    CachingResolver resolver = resolver(Keeping.FOR_EVER, true);
    truth = List.of();
    resolver.lookup("www");
    now += 30;
    truth = List.of("192.0.2.10");
    resolver.lookup("www");
    now += 1_000_000;
    truth = List.of("192.0.2.11");
    assertThat(resolver.lookup("www")).containsExactly("192.0.2.10");
    assertThat(resolver.queries()).isEqualTo(2);
  }

  @Test
  void whoKeepsNothingAsksEachTime() throws IOException {
    now = -1_000; // whatever the clock counts from
    CachingResolver resolver = resolver(Keeping.NOT, true);
    resolver.lookup("www");
    resolver.lookup("www");
    assertThat(resolver.queries()).isEqualTo(2);
  }
}
