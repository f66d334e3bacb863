package scalebook.sessions.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.sessions.store.Ids;

class AffinityTest {
  private final Backend[] clones = clones(4);

  private static Backend[] clones(int count) {
    Backend[] clones = new Backend[count];
    Arrays.setAll(clones, i -> new Backend("clone-" + i, "127.0.0.1", 1_000 + i));
    return clones;
  }

  /** A request with these cookies, and what a policy marked its answer with. */
  private static final class Asked implements Policy.Request {
    private final List<String> cookies = new ArrayList<>();
    private String scheme = "http";
    private String mark = "";

    private Asked(String... cookies) {
      this.cookies.addAll(List.of(cookies));
    }

    @Override
    public String client() {
      return "192.0.2.1";
    }

    @Override
    public List<String> header(String name) {
      return switch (name) {
        case "Cookie" -> cookies;
        case "X-Forwarded-Proto" -> List.of(scheme);
        default -> List.of();
      };
    }

    @Override
    public void mark(String name, String value) {
      mark = name + ": " + value;
    }

    private String cookie() {
      return mark.substring(mark.indexOf(' ') + 1, mark.indexOf(';'));
    }
  }

  private StickyCookie sticky(byte[] key) {
    return new StickyCookie(key, Policy.Kind.ROUND_ROBIN.create());
  }

  @Test
  void theCookieLeadsBackHome() {
    StickyCookie policy = sticky(Ids.random(32));
    for (int i = 0; i < 20; i++) {
      Asked first = new Asked();
      Backend home = policy.pick(clones, first);
      assertThat(first.mark).contains("HttpOnly").contains("SameSite=Lax").doesNotContain("Secure");
      for (int j = 0; j < 10; j++) {
        Asked next = new Asked("a=b; " + first.cookie() + "; c=d");
        assertThat(policy.pick(clones, next)).isEqualTo(home);
        assertThat(next.mark).as("a right cookie is not sent again").isEmpty();
      }
    }
  }

  @Test
  void aCookieSetOverTlsStaysOnTls() {
    Asked first = new Asked();
    first.scheme = "https";
    sticky(Ids.random(32)).pick(clones, first);
    assertThat(first.mark).contains("; Secure");
  }

  @Test
  void aDeadClonesCookieMeansAFreshChoice() {
    StickyCookie policy = sticky(Ids.random(32));
    Asked first = new Asked();
    Backend home = policy.pick(clones, first);
    Backend[] others = Arrays.stream(clones).filter(clone -> clone != home).toArray(Backend[]::new);
    Asked next = new Asked(first.cookie());
    assertThat(policy.pick(others, next)).isIn((Object[]) others);
    assertThat(next.cookie()).isNotEqualTo(first.cookie());
  }

  @Test
  void anotherBalancersCookieIsNoCookie() {
    Asked elsewhere = new Asked();
    sticky(Ids.random(32)).pick(clones, elsewhere);
    Asked here = new Asked(elsewhere.cookie());
    sticky(Ids.random(32)).pick(clones, here);
    assertThat(here.mark).as("a fresh cookie").isNotEmpty();
  }

  @Test
  void clonesWithTheSameKeyShareTheirCookies() {
    byte[] key = Ids.random(32);
    Asked first = new Asked();
    Backend home = sticky(key).pick(clones, first);
    assertThat(sticky(key).pick(clones, new Asked(first.cookie())))
        .as("after the balancer was started again")
        .isEqualTo(home);
  }

  @Test
  void aGoodCookieAmongForgedOnesIsFound() {
    StickyCookie policy = sticky(Ids.random(32));
    Asked first = new Asked();
    Backend home = policy.pick(clones, first);
    Asked many = new Asked("route=forged; route=" + Ids.next(), first.cookie());
    assertThat(policy.pick(clones, many)).isEqualTo(home);
  }

  @Test
  void unsignedItIsTheClonesNameAndAnybodyCanChooseOne() {
    StickyCookie policy = StickyCookie.unsigned(Policy.Kind.ROUND_ROBIN.create());
    Asked chosen = new Asked("route=" + clones[2].name());
    assertThat(policy.pick(clones, chosen)).isEqualTo(clones[2]);
    assertThat(chosen.mark).as("it passes for a good one").isEmpty();
    Asked first = new Asked();
    Backend home = policy.pick(clones, first);
    assertThat(first.cookie()).contains(home.name());
  }

  @Test
  void itTellsNothingOfTheClone() {
    StickyCookie policy = sticky(Ids.random(32));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Asked asked = new Asked();
      Backend clone = policy.pick(clones, asked);
      assertThat(asked.cookie())
          .doesNotContain(clone.name())
          .doesNotContain(clone.host())
          .doesNotContain(String.valueOf(clone.port()));
      seen.add(asked.cookie());
    }
    assertThat(seen).as("one cookie for each clone").hasSize(clones.length);
  }

  /** 100,000 addresses: theory to a tenth of a percent point, give or take five deviations. */
  @Test
  void aConsistentAddressMovesOnlyToTheNewClone() {
    ConsistentAddress policy = new ConsistentAddress();
    Backend[] more = clones(5);
    int addresses = 100_000;
    int moved = 0;
    Map<String, Integer> shares = new HashMap<>();
    for (int i = 0; i < addresses; i++) {
      String address = "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256;
      String before = policy.pick(clones, address).name();
      String after = policy.pick(more, address).name();
      shares.merge(before, 1, Integer::sum);
      if (!before.equals(after)) {
        assertThat(after).as("where %s moved to", address).isEqualTo("clone-4");
        moved++;
      }
    }
    assertThat(moved / (double) addresses).as("moved share, theory 1/5").isBetween(0.1937, 0.2063);
    assertThat(shares.values()).allSatisfy(n -> assertThat(n).isBetween(24_315, 25_685));
  }

  @Test
  void theOrderOfTheClonesDoesNotMatter() {
    ConsistentAddress policy = new ConsistentAddress();
    Backend[] turned = {clones[2], clones[0], clones[3], clones[1]};
    for (int i = 0; i < 1_000; i++) {
      assertThat(policy.pick(turned, "10.0.0." + i)).isEqualTo(policy.pick(clones, "10.0.0." + i));
    }
  }

  /** Else a clone that is back after a fault would get its clients little by little. */
  @Test
  void bothKeepTheirClients() {
    assertThat(new ConsistentAddress().keepsClients()).isTrue();
    assertThat(sticky(Ids.random(32)).keepsClients()).isTrue();
  }
}
