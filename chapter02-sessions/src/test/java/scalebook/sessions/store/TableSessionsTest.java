package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;

@ExtendWith(WithLab.class)
class TableSessionsTest {
  private static final long TTL = 60_000;

  private TableSessions sessions;
  private long now = 1_000_000;

  @BeforeEach
  void open(MySql database) {
    sessions = new TableSessions(database.dataSource(), TTL, () -> now);
  }

  private Optional<String> loggedIn(String user) throws Session.Ended {
    Session session = sessions.open(Optional.empty());
    session.login(user);
    return session.save();
  }

  private Session writing(Optional<String> cookie) {
    Session session = sessions.open(cookie);
    session.add("cart.book", 1);
    return session;
  }

  @Test
  void twoTabsThatWriteAtOnceLoseNothing() throws Exception {
    Optional<String> cookie = loggedIn("ada");
    Session one = writing(cookie);
    Session other = writing(cookie);
    assertThat(one.save()).as("no new cookie").isEmpty();
    other.save();
    assertThat(other.counts()).as("what is shown then").containsEntry("cart.book", 2L);
    assertThat(sessions.open(cookie).counts()).containsEntry("cart.book", 2L);
    assertThat(sessions.open(cookie).save()).as("nothing to save").isEmpty();
  }

  @Test
  void aLateSaveDoesNotReviveALoggedOutSession() throws Exception {
    Optional<String> cookie = loggedIn("ada");
    Session late = writing(cookie);
    Session quick = sessions.open(cookie);
    quick.logout();
    assertThat(quick.save()).contains("");
    assertThatThrownBy(late::save).isInstanceOf(Session.Ended.class);
    assertThat(sessions.open(cookie).user()).isEmpty();
  }

  @Test
  void loggingOutEverywhereEndsAllOfAUsersSessions() throws Exception {
    Optional<String> phone = loggedIn("eve");
    Optional<String> laptop = loggedIn("eve");
    Session session = sessions.open(phone);
    session.logoutEverywhere();
    session.save();
    assertThat(sessions.open(laptop).user()).isEmpty();
  }

  @Test
  void aLogInKeepsTheCartUnderANewNameAndOfTheSameUserOnly() throws Exception {
    Optional<String> before = writing(Optional.empty()).save();
    Session ada = sessions.open(before);
    ada.login("ada");
    Optional<String> after = ada.save();
    assertThat(sessions.open(before).counts()).as("under the old name").isEmpty();
    assertThat(sessions.open(after).counts()).containsEntry("cart.book", 1L);
    Session eve = sessions.open(after);
    eve.login("eve");
    Optional<String> hers = eve.save();
    assertThat(sessions.open(hers).user()).contains("eve");
    assertThat(sessions.open(hers).counts()).as("eve's cart").isEmpty();
    assertThat(sessions.open(after).user()).as("ada's old name").isEmpty();
  }

  @Test
  void useKeepsItAlive() throws Exception {
    Optional<String> cookie = loggedIn("ada");
    for (int i = 0; i < 3; i++) {
      now += TTL;
      assertThat(sessions.open(cookie).user()).as("after %d uses", i).contains("ada");
    }
    now += TTL + 1;
    assertThat(sessions.open(cookie).user()).as("after it was not used for too long").isEmpty();
  }
}
