package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.copies.Member;
import scalebook.sessions.store.ReplicatedSessions.Settings;

@Timeout(30)
class ReplicatedSessionsTest {
  private static final long TTL = 60_000;
  private static final Settings ALL = Settings.toAll(TTL);
  private static final Settings BUDDY = new Settings(TTL, true, 0, true, true);

  private final Channel channel = Channel.open();
  private final List<ReplicatedSessions> clones = new ArrayList<>();
  private volatile long now = 1_000_000;

  @AfterEach
  void close() {
    clones.forEach(ReplicatedSessions::close);
    channel.close();
  }

  private ReplicatedSessions clone(Settings settings) {
    String name = "clone-" + clones.size();
    ReplicatedSessions clone =
        new ReplicatedSessions(channel.address(), "group", name, settings, () -> now);
    clones.add(clone);
    return clone;
  }

  private static Optional<String> loggedIn(ReplicatedSessions at) throws Session.Ended {
    Session session = at.open(Optional.empty());
    session.login("ada");
    return session.save();
  }

  private static Session writing(ReplicatedSessions at, Optional<String> cookie) {
    Session session = at.open(cookie);
    session.add("cart.book", 1);
    return session;
  }

  private long held(int clone) {
    return clones.get(clone).held().orElseThrow();
  }

  @Test
  void everyCloneKnowsWhatOneHasAnswered() throws Exception {
    ReplicatedSessions one = clone(ALL);
    ReplicatedSessions other = clone(ALL);
    Optional<String> cookie = loggedIn(one);
    assertThat(other.open(cookie).user()).contains("ada");
    assertThat(writing(other, cookie).save()).as("no new cookie").isEmpty();
    assertThat(one.open(cookie).counts()).containsEntry("cart.book", 1L);
  }

  @Test
  void twoClonesThatWriteAtOnceLoseNothing() throws Exception {
    ReplicatedSessions one = clone(ALL);
    ReplicatedSessions other = clone(ALL);
    Optional<String> cookie = loggedIn(one);
    Session here = writing(one, cookie);
    Session there = writing(other, cookie);
    here.save();
    there.save();
    assertThat(one.open(cookie).counts()).containsEntry("cart.book", 2L);
  }

  @Test
  void aNewCloneCatchesUpUnlessItIsToldNotTo() throws Exception {
    Optional<String> cookie = loggedIn(clone(ALL));
    assertThat(clone(ALL).open(cookie).user()).contains("ada");
    assertThat(clone(new Settings(TTL, false, 0, true, false)).open(cookie).user()).isEmpty();
  }

  @Test
  void aLateSaveAtAnotherCloneRevivesNothing() throws Exception {
    ReplicatedSessions one = clone(ALL);
    ReplicatedSessions other = clone(ALL);
    Optional<String> cookie = loggedIn(one);
    Session late = writing(other, cookie);
    Session quick = one.open(cookie);
    quick.logout();
    assertThat(quick.save()).contains("");
    assertThatThrownBy(late::save).isInstanceOf(Session.Ended.class);
    assertThat(held(1)).isZero();
  }

  @Test
  void loggingOutEverywhereReachesEveryClone() throws Exception {
    ReplicatedSessions one = clone(BUDDY);
    ReplicatedSessions other = clone(BUDDY);
    clone(BUDDY);
    Optional<String> phone = loggedIn(one);
    Optional<String> laptop = loggedIn(other);
    Session session = one.open(phone);
    session.logoutEverywhere();
    session.save();
    clones.forEach(clone -> assertThat(clone.open(laptop).user()).isEmpty());
    clones.forEach(clone -> assertThat(clone.open(phone).user()).isEmpty());
  }

  /** As when it had only just come, and whoever told the others did not know it yet. */
  @Test
  void whatHasEndedAtItsHomeHasEndedAtACloneThatWasNotTold() throws Exception {
    clone(BUDDY);
    ReplicatedSessions home = clone(BUDDY);
    ReplicatedSessions buddy = clone(BUDDY);
    Optional<String> laptop = loggedIn(home);
    Member.Listener silent = new Silent();
    try (Member operator = Member.join(channel.address(), "group", "operator", silent)) {
      operator.ask(List.of("clone-1"), "end", "ada");
      assertThat(buddy.open(laptop).user()).as("who is logged in at the buddy").isEmpty();
    }
  }

  private static final class Silent implements Member.Listener {
    @Override
    public String heard(String kind, String text) {
      return "";
    }

    @Override
    public void changed(Member member) {}
  }

  @Test
  void withABuddyTwoClonesHoldASession() throws Exception {
    for (int i = 0; i < 4; i++) {
      clone(BUDDY);
    }
    loggedIn(clones.get(3));
    assertThat(List.of(held(0), held(1), held(2), held(3))).containsExactly(1L, 0L, 0L, 1L);
  }

  @Test
  void theSessionsOfADeadCloneMoveToWhereTheirUserComes() throws Exception {
    for (int i = 0; i < 4; i++) {
      clone(BUDDY);
    }
    Optional<String> cookie = loggedIn(clones.get(1));
    clones.get(1).close();
    writing(clones.get(0), cookie).save();
    assertThat(clones.get(0).open(cookie).user()).contains("ada");
    assertThat(clones.get(3).open(cookie).counts()).containsEntry("cart.book", 1L);
    await().until(() -> held(0) == 1); // the buddy after 3 is 0, in the ring of three
    await().until(() -> held(2) == 0);
  }

  /** The ring changed, and a clone that is no buddy has a copy from before: it must not be read. */
  @Test
  void anOldCopyIsNotReadWhereItWasLeft() throws Exception {
    for (int i = 0; i < 3; i++) {
      clone(BUDDY);
    }
    Optional<String> cookie = loggedIn(clones.get(0)); // its buddy is 1
    clone(BUDDY);
    Member other = Member.join(channel.address(), "group", "other", new Deaf());
    String old = other.ask(List.of("clone-0"), "find", cookie.orElseThrow()).get("clone-0");
    writing(clones.get(0), cookie).save();
    other.ask(List.of("clone-2"), "copies", old);
    assertThat(held(2)).as("old copies there").isEqualTo(1);
    assertThat(clones.get(2).open(cookie).counts()).containsEntry("cart.book", 1L);
    other.close();
  }

  private static final class Deaf implements Member.Listener {
    @Override
    public String heard(String kind, String text) {
      return "";
    }

    @Override
    public void changed(Member member) {
      // It only asks.
    }
  }

  @Test
  void whenTheRingChangesANewBuddyGetsACopy() throws Exception {
    Optional<String> cookie = loggedIn(clone(BUDDY));
    clone(BUDDY);
    await().until(() -> held(1) == 1);
    clones.get(0).close();
    assertThat(clones.get(1).open(cookie).user()).contains("ada");
  }

  @Test
  void copiesThatLeaveLaterAreNotThereYetAndComeInTheEnd() throws Exception {
    Settings later = new Settings(TTL, false, 2_000, true, true);
    ReplicatedSessions one = clone(later);
    ReplicatedSessions other = clone(later);
    Optional<String> cookie = loggedIn(one);
    assertThat(other.open(cookie).user()).as("at once").isEmpty();
    await().until(() -> other.open(cookie).user().isPresent());
  }

  @Test
  void aSaveIsRefusedWhenTheChannelIsGone() throws Exception {
    Optional<String> cookie = loggedIn(clone(ALL));
    clone(ALL);
    channel.close();
    assertThatThrownBy(() -> writing(clones.get(0), cookie).save())
        .isInstanceOf(Member.Unreachable.class);
  }

  @Test
  void useKeepsItAlive() throws Exception {
    ReplicatedSessions one = clone(ALL);
    Optional<String> cookie = loggedIn(one);
    now += TTL;
    assertThat(one.open(cookie).user()).contains("ada");
    now += TTL + 1;
    assertThat(one.open(cookie).user()).as("after it was not used for too long").isEmpty();
  }

  @Test
  void theNextUserOfTheSameBrowserDoesNotInheritTheCart() throws Exception {
    ReplicatedSessions one = clone(ALL);
    Session shopping = one.open(Optional.empty());
    shopping.add("cart.book", 2);
    Optional<String> visitor = shopping.save();
    Session ada = one.open(visitor);
    ada.login("ada");
    Optional<String> hers = ada.save();
    assertThat(one.open(hers).counts()).as("ada's").containsEntry("cart.book", 2L);
    assertThat(one.open(visitor).counts()).as("under the old name").isEmpty();
    Session eve = one.open(hers);
    eve.login("eve");
    assertThat(one.open(eve.save()).counts()).as("eve's").isEmpty();
  }

  @Test
  void whoHasNoKeyDoesNotJoin() {
    Channel.Address wrong = new Channel.Address(channel.address().port(), "guessed");
    assertThatThrownBy(() -> new ReplicatedSessions(wrong, "group", "x", ALL, () -> now))
        .isInstanceOf(Member.Unreachable.class);
  }
}
