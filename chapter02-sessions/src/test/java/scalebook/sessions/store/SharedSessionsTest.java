package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Redis;

@ExtendWith(WithLab.class)
class SharedSessionsTest {
  private static final long TTL = 60_000;

  private Redis store;
  private SharedSessions sessions;

  @BeforeEach
  void open(Redis store) {
    this.store = store;
    sessions = new SharedSessions(store.client(), TTL);
  }

  private Optional<String> loggedIn(String user) throws Session.Ended {
    Session session = sessions.open(Optional.empty());
    session.login(user);
    return session.save();
  }

  @Test
  void aLateSaveDoesNotReviveALoggedOutSession() throws Exception {
    Optional<String> cookie = loggedIn("ada");
    Session late = sessions.open(cookie);
    late.add("cart.book", 1);
    Session quick = sessions.open(cookie);
    quick.logout();
    quick.save();
    assertThatThrownBy(late::save).isInstanceOf(Session.Ended.class);
    assertThat(sessions.open(cookie).user()).as("who the cookie stands for").isEmpty();
  }

  @Test
  void aLateLogInDoesNotReviveItEither() throws Exception {
    Optional<String> cookie = loggedIn("ada");
    Session late = sessions.open(cookie);
    late.login("ada");
    Session quick = sessions.open(cookie);
    quick.logout();
    quick.save();
    assertThatThrownBy(late::save).isInstanceOf(Session.Ended.class);
  }

  @Test
  void aLateSaveDoesNotUndoALogOutEverywhere() throws Exception {
    Optional<String> phone = loggedIn("eve");
    Optional<String> laptop = loggedIn("eve");
    Session late = sessions.open(laptop);
    late.add("visits", 1);
    Session session = sessions.open(phone);
    session.logoutEverywhere();
    session.save();
    assertThatThrownBy(late::save).isInstanceOf(Session.Ended.class);
    assertThat(sessions.open(laptop).user()).as("the laptop after it").isEmpty();
    assertThat(sessions.open(phone).user()).as("the phone after it").isEmpty();
    assertThat(sessions.open(loggedIn("eve")).user()).as("a new log-in").contains("eve");
  }

  @Test
  void withoutRenewalTheIdFromBeforeTheLogInOpensTheSession() throws Exception {
    SharedSessions fixed = with(false, true);
    Session visitor = fixed.open(Optional.empty());
    visitor.add("visits", 1);
    Optional<String> known = visitor.save();
    Session session = fixed.open(known);
    session.login("eve");
    assertThat(session.save()).isEqualTo(known);
    assertThat(fixed.open(known).user()).as("who the attacker is").contains("eve");
    assertThat(fixed.open(known).counts()).containsEntry("visits", 1L);
  }

  @Test
  void withoutGenerationsALogOutEverywhereEndsOneSessionOnly() throws Exception {
    SharedSessions single = with(true, false);
    Optional<String> phone = loggedIn("kay");
    Optional<String> laptop = loggedIn("kay");
    Session session = single.open(phone);
    session.logoutEverywhere();
    session.save();
    assertThat(single.open(phone).user()).isEmpty();
    assertThat(single.open(laptop).user()).contains("kay");
  }

  private SharedSessions with(boolean renewal, boolean generations) {
    return new SharedSessions(
        store.client(), new SharedSessions.Settings(TTL, renewal, generations));
  }

  @Test
  void readingMovesTheExpiryOnlyWhenHalfOfTheTimeIsGone() throws Exception {
    Optional<String> cookie = loggedIn("ada");
    String key = "session:" + cookie.orElseThrow();
    store.client().pexpire(key, TTL - 5_000);
    sessions.open(cookie);
    assertThat(store.client().pttl(key)).as("left after an early read").isLessThan(TTL - 4_000);
    store.client().pexpire(key, TTL / 3);
    sessions.open(cookie);
    assertThat(store.client().pttl(key)).as("left after a late read").isGreaterThan(TTL - 4_000);
  }

  @Test
  void anExpiredSessionIsNobodys() throws Exception {
    Optional<String> cookie = loggedIn("ada");
    store.client().pexpire("session:" + cookie.orElseThrow(), 1);
    await().until(() -> sessions.open(cookie).user().isEmpty());
  }

  @Test
  void whatWasCollectedBeforeTheLogInIsKept() throws Exception {
    Session visitor = sessions.open(Optional.empty());
    visitor.add("cart.book", 2);
    Optional<String> before = visitor.save();
    Session session = sessions.open(before);
    session.login("ada");
    Optional<String> after = session.save();
    assertThat(sessions.open(after).counts()).containsEntry("cart.book", 2L);
    assertThat(sessions.open(before).counts()).as("under the old name").isEmpty();
  }

  @Test
  void theNextUserOfTheSameBrowserDoesNotInheritTheCart() throws Exception {
    Optional<String> ada = loggedIn("ada");
    Session shopping = sessions.open(ada);
    shopping.add("cart.book", 2);
    shopping.save();
    Session next = sessions.open(ada);
    next.login("eve");
    assertThat(sessions.open(next.save()).counts()).isEmpty();
    assertThat(sessions.open(ada).user()).as("the old name").isEmpty();
  }
}
