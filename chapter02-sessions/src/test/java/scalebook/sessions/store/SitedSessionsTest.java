package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.sessions.affinity.HomeSite;

class SitedSessionsTest {
  private final Sessions storeA = new MemorySessions(60_000, () -> 1_000);
  private final Sessions storeB = new MemorySessions(60_000, () -> 1_000);
  private final SitedSessions atA = new SitedSessions("a", Map.of("a", storeA, "b", storeB));
  private final SitedSessions atB = new SitedSessions("b", Map.of("a", storeA, "b", storeB));

  private static Optional<String> loggedIn(Sessions at) throws Session.Ended {
    Session session = at.open(Optional.empty());
    session.login("ada");
    return session.save();
  }

  @Test
  void aSessionStaysAtHomeWhereverItsUserComes() throws Exception {
    Optional<String> cookie = loggedIn(atB);
    assertThat(cookie.orElseThrow()).startsWith("b.");
    Session away = atA.open(cookie);
    assertThat(away.user()).contains("ada");
    away.login("ada");
    assertThat(away.save().orElseThrow()).as("a new name, the same home").startsWith("b.");
    assertThat(loggedIn(atA).orElseThrow()).startsWith("a.");
  }

  @Test
  void aLogOutEmptiesTheCookie() throws Exception {
    Optional<String> cookie = loggedIn(atA);
    Session session = atA.open(cookie);
    session.logout();
    assertThat(session.save()).contains("");
    assertThat(atB.open(cookie).user()).isEmpty();
  }

  @Test
  void aCookieOfNoSiteMeansANewSessionHere() throws Exception {
    for (String cookie : List.of("", ".", "c.x", "noDot", "a.", "b.x")) {
      Session session = atA.open(Optional.of(cookie));
      assertThat(session.user()).as(cookie).isEmpty();
    }
    assertThat(SitedSessions.home("b.x.y")).isEqualTo("b");
    assertThat(SitedSessions.home("none")).isEmpty();
  }

  private static final Backend[] CLONES = {
    new Backend("a1", "127.0.0.1", 1), new Backend("b1", "127.0.0.1", 2)
  };

  private static String met(String cookies, Backend... clones) {
    Policy policy =
        new HomeSite(
            "session", name -> name.substring(0, 1), (candidates, client) -> candidates[0]);
    return policy
        .pick(
            clones,
            new Policy.Request() {
              @Override
              public String client() {
                return "10.0.0.1";
              }

              @Override
              public List<String> header(String name) {
                return Stream.of(cookies).filter(c -> name.equals("Cookie")).toList();
              }

              @Override
              public void mark(String name, String value) {
                throw new AssertionError("it marks nothing");
              }
            })
        .name();
  }

  @Test
  void theBalancerSendsVisitorsHome() {
    assertThat(met("session=b.x", CLONES)).isEqualTo("b1");
    assertThat(met("other=b.x; session=a.x", CLONES[1], CLONES[0])).isEqualTo("a1");
    assertThat(met("session=b.x", CLONES[0])).as("home is dark").isEqualTo("a1");
    assertThat(met("other=b.x", CLONES)).as("no session").isEqualTo("a1");
  }
}
