package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemorySessionsTest {
  private static final long TTL = 60_000;

  private long now = 1_000_000;
  private final MemorySessions here = new MemorySessions(TTL, () -> now);

  private static Optional<String> loggedIn(MemorySessions at) throws Session.Ended {
    Session session = at.open(Optional.empty());
    session.login("ada");
    return session.save();
  }

  /** And gives another name for the stranger, which then overwrites the good one. */
  @Test
  void anotherProcessHasNeverHeardOfYou() throws Exception {
    Optional<String> good = loggedIn(here);
    Session stranger = new MemorySessions(TTL, () -> now).open(good);
    assertThat(stranger.user()).as("who you are there").isEmpty();
    stranger.add("visits", 1);
    assertThat(stranger.save()).as("the cookie of a stranger").isPresent().isNotEqualTo(good);
    assertThat(here.open(good).user()).as("who you are here").contains("ada");
  }

  @Test
  void useKeepsItAlive() throws Exception {
    Optional<String> cookie = loggedIn(here);
    for (int i = 0; i < 5; i++) {
      now += TTL;
      assertThat(here.open(cookie).user()).as("after %d uses", i).contains("ada");
    }
    now += TTL + 1;
    assertThat(here.open(cookie).user()).as("after it was not used for too long").isEmpty();
  }

  @Test
  void aLateSaveDoesNotReviveALoggedOutSession() throws Exception {
    Optional<String> cookie = loggedIn(here);
    Session late = here.open(cookie);
    late.add("cart.book", 1);
    Session quick = here.open(cookie);
    quick.logout();
    quick.save();
    assertThatThrownBy(late::save).isInstanceOf(Session.Ended.class);
  }

  @Test
  void loggingOutEverywhereEndsAllOfAUsersSessions() throws Exception {
    Optional<String> phone = loggedIn(here);
    Optional<String> laptop = loggedIn(here);
    Session session = here.open(phone);
    session.logoutEverywhere();
    session.save();
    assertThat(here.open(laptop).user()).as("the laptop").isEmpty();
    assertThat(here.open(phone).user()).as("the phone").isEmpty();
  }
}
