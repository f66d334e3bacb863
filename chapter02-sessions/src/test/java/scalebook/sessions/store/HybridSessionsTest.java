package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Redis;

@ExtendWith(WithLab.class)
class HybridSessionsTest {
  private static final long TRUST = 1_000;

  private Redis redis;
  private HybridSessions here;
  private HybridSessions there;
  private long now = 1_000_000;

  @BeforeEach
  void open(Redis store) {
    redis = store;
    here = clone(true);
    there = clone(true);
  }

  private HybridSessions clone(boolean versions) {
    return new HybridSessions(
        new SharedSessions(redis.client(), 60_000),
        new HybridSessions.Settings(versions, TRUST),
        () -> now);
  }

  private static Optional<String> loggedIn(HybridSessions at) throws Session.Ended {
    Session session = at.open(Optional.empty());
    session.login("ada");
    return session.save();
  }

  /** The browser keeps the new cookie, if there is one. */
  private static Optional<String> wrote(HybridSessions at, Optional<String> cookie)
      throws Session.Ended {
    Session session = at.open(cookie);
    session.add("cart.book", 1);
    return session.save().or(() -> cookie);
  }

  private static long books(HybridSessions at, Optional<String> cookie) {
    return at.open(cookie).counts().getOrDefault("cart.book", 0L);
  }

  @Test
  void aReadNeedsNoStoreAndASaveWithoutChangesNeither() throws Exception {
    Optional<String> cookie = wrote(here, loggedIn(here));
    String id = cookie.orElseThrow().split("\\.")[0];
    redis.client().hset("session:" + id, "#cart.book", "7"); // behind its back
    assertThat(books(here, cookie)).as("from its own memory").isEqualTo(1);
    assertThat(here.open(cookie).save()).as("nothing to save").isEmpty();
    assertThat(books(there, cookie)).as("at another clone, from the store").isEqualTo(7);
  }

  @Test
  void whatWasWrittenElsewhereIsNotReadStale() throws Exception {
    Optional<String> home = wrote(here, loggedIn(here));
    Optional<String> newer = wrote(there, home);
    assertThat(newer).as("the cookie says how new the session is").isNotEqualTo(home);
    assertThat(books(here, newer)).isEqualTo(2);
  }

  @Test
  void withoutVersionsItIs() throws Exception {
    HybridSessions blind = clone(false);
    Optional<String> home = wrote(blind, loggedIn(blind));
    assertThat(books(blind, wrote(there, home))).as("stale").isEqualTo(1);
  }

  @Test
  void anotherTabWithAnOlderCookieSeesTheNewerCopy() throws Exception {
    Optional<String> older = loggedIn(here);
    wrote(here, older);
    assertThat(books(here, older)).isEqualTo(1);
  }

  @Test
  void aLogOutEverywhereShowsAfterTheTimeOfTrustAndASaveFailsAtOnce() throws Exception {
    Optional<String> laptop = loggedIn(here);
    Session session = there.open(loggedIn(there));
    session.logoutEverywhere();
    session.save();
    now += TRUST;
    assertThat(here.open(laptop).user()).as("within the time").contains("ada");
    now += 1;
    assertThat(here.open(laptop).user()).as("after it").isEmpty();
    Optional<String> phone = loggedIn(here);
    Session end = there.open(phone);
    end.logoutEverywhere();
    end.save();
    Session late = here.open(phone);
    late.add("cart.book", 1);
    assertThatThrownBy(late::save).isInstanceOf(Session.Ended.class);
    assertThat(here.open(phone).user()).as("the copy after a refused save").isEmpty();
  }

  @Test
  void aLogOutAndALogInForgetTheOldName() throws Exception {
    Session visitor = here.open(Optional.empty());
    visitor.add("visits", 1);
    Optional<String> before = visitor.save();
    Session session = here.open(before);
    session.login("ada");
    Optional<String> after = session.save();
    assertThat(here.open(before).counts()).as("under the old name").isEmpty();
    assertThat(here.open(after).counts()).containsEntry("visits", 1L);
    Session leaving = here.open(after);
    leaving.logout();
    assertThat(leaving.save()).contains("");
    assertThat(here.open(after).user()).as("after the log-out").isEmpty();
  }

  @Test
  void aCookieThatIsNoneMeansANewSession() {
    for (String cookie :
        new String[] {
          "",
          ".",
          ".1",
          "AAAAAAAAAAAAAAAAAAAAAA",
          "x.1",
          "AAAAAAAAAAAAAAAAAAAAAA.-1",
          "AAAAAAAAAAAAAAAAAAAAAA.9999999999999999999",
          "AAAAAAAAAAAAAAAAAAAAAA.1"
        }) {
      assertThat(here.open(Optional.of(cookie)).user()).as(cookie).isEmpty();
    }
  }
}
