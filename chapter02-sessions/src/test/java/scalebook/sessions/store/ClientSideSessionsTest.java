package scalebook.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import scalebook.engines.json.Json;

class ClientSideSessionsTest {
  private static final long TTL = 60_000;

  private long now = 1_000_000;
  private final Set<String> revoked = new TreeSet<>();
  private final Map<String, Long> revokedUntil = new HashMap<>();
  private final KeyRing ring = KeyRing.fresh(1);
  private final ClientSideSessions sessions = sessions(ring);

  private ClientSideSessions sessions(KeyRing keys) {
    Revocations list =
        new Revocations() {
          @Override
          public boolean revoked(String id, String user, long since) {
            return revoked.contains(id) || since <= revokedUntil.getOrDefault(user, 0L);
          }

          @Override
          public void revoke(String id) {
            revoked.add(id);
          }

          @Override
          public void revokeAll(String user, long until) {
            revokedUntil.put(user, until);
          }
        };
    return new ClientSideSessions(keys, list, TTL, () -> now);
  }

  private String loggedIn(ClientSideSessions at, String user) throws Session.Ended {
    Session session = at.open(Optional.empty());
    session.login(user);
    return session.save().orElseThrow();
  }

  private Optional<String> user(ClientSideSessions at, String cookie) {
    return at.open(Optional.of(cookie)).user();
  }

  @Test
  void everyChangedCharacterIsNoticed() throws Exception {
    String good = loggedIn(sessions, "ada");
    assertThat(user(sessions, good)).contains("ada");
    for (int at = 0; at < good.length(); at++) {
      for (char other : "AZaz09-_".toCharArray()) {
        if (other != good.charAt(at)) {
          String changed = good.substring(0, at) + other + good.substring(at + 1);
          assertThat(user(sessions, changed)).as("changed at %d", at).isEmpty();
        }
      }
    }
  }

  /** Encryption alone: some changes still open, as another session than was sealed. */
  @Test
  void withoutItsTagAChangedCookieOpens() {
    SealedBox unchecked = new SealedBox(ring, false);
    String good = new SealedBox(ring).seal("user=ada".getBytes(StandardCharsets.UTF_8));
    assertThat(unchecked.open(good).map(String::new)).contains("user=ada");
    char[] letters = good.toCharArray();
    letters[24] = letters[24] == 'A' ? 'B' : 'A'; // byte 18: four behind version, number and nonce
    assertThat(unchecked.open(new String(letters)).map(String::new))
        .hasValueSatisfying(text -> assertThat(text).startsWith("user").isNotEqualTo("user=ada"));
    assertThat(new SealedBox(ring).open(new String(letters))).isEmpty();
  }

  @Test
  void everyTruncatedOrLengthenedOneIsNoticed() throws Exception {
    String good = loggedIn(sessions, "ada");
    for (int length = 0; length < good.length(); length++) {
      assertThat(user(sessions, good.substring(0, length))).as("cut at %d", length).isEmpty();
    }
    assertThat(user(sessions, good + "A")).isEmpty();
    assertThat(user(sessions, good + "=")).as("another text for the same bytes").isEmpty();
  }

  /** The head of one, the tail of another: every place to cut. */
  @Test
  void twoUsersCookiesCannotBeMixed() throws Exception {
    String ada = loggedIn(sessions, "ada");
    String eve = loggedIn(sessions, "eve");
    for (int at = 0; at < ada.length(); at++) {
      String mixed = ada.substring(0, at) + eve.substring(at);
      if (!mixed.equals(eve) && !mixed.equals(ada)) { // they may begin or end alike
        assertThat(user(sessions, mixed)).as("cut at %d", at).isEmpty();
      }
    }
  }

  @Test
  void itExpiresByOurClock() throws Exception {
    String cookie = loggedIn(sessions, "ada");
    now += TTL - 1;
    assertThat(user(sessions, cookie)).contains("ada");
    now += 1;
    assertThat(user(sessions, cookie)).isEmpty();
  }

  @Test
  void useKeepsItAlive() throws Exception {
    String cookie = loggedIn(sessions, "ada");
    for (int i = 0; i < 10; i++) {
      now += TTL * 2 / 3;
      Session session = sessions.open(Optional.of(cookie));
      assertThat(session.user()).as("after %d uses", i).contains("ada");
      cookie = session.save().orElseThrow();
    }
  }

  @Test
  void anotherKeyOfTheSameNumberOpensNothing() throws Exception {
    assertThat(user(sessions, loggedIn(sessions(KeyRing.fresh(1)), "ada"))).isEmpty();
    assertThat(user(sessions, loggedIn(sessions(KeyRing.fresh(7)), "ada"))).isEmpty();
  }

  @Test
  void keysChangeInThreeSteps() throws Exception {
    String old = loggedIn(sessions, "ada");
    KeyRing learned = ring.learn(2);
    ClientSideSessions sealing = sessions(learned.sealWith(2));
    String fresh = loggedIn(sealing, "eve");
    assertThat(user(sessions(learned), fresh)).as("a clone that knows the key").contains("eve");
    assertThat(user(sessions, fresh)).as("a clone that was not told").isEmpty();
    assertThat(user(sealing, old)).as("the old key still opens").contains("ada");
    ClientSideSessions last = sessions(learned.sealWith(2).forget(1));
    assertThat(user(last, fresh)).contains("eve");
    assertThat(user(last, old)).as("until it is forgotten").isEmpty();
  }

  @Test
  void loggingInAgainMakesTheOldCookieWorthless() throws Exception {
    String first = loggedIn(sessions, "ada");
    Session session = sessions.open(Optional.of(first));
    session.login("ada");
    String second = session.save().orElseThrow();
    assertThat(user(sessions, second)).contains("ada");
    assertThat(user(sessions, first)).isEmpty();
  }

  @Test
  void loggingOutEverywhereEndsWhatBeganBefore() throws Exception {
    String phone = loggedIn(sessions, "ada");
    String laptop = loggedIn(sessions, "ada");
    String eve = loggedIn(sessions, "eve");
    Session session = sessions.open(Optional.of(phone));
    session.logoutEverywhere();
    session.save();
    assertThat(user(sessions, laptop)).isEmpty();
    assertThat(user(sessions, eve)).as("another user").contains("eve");
    now++;
    assertThat(user(sessions, loggedIn(sessions, "ada"))).as("a new log-in").contains("ada");
  }

  @Test
  void aSessionThatDoesNotFitIsRefusedBeforeABrowserDropsIt() throws Exception {
    Session session = sessions.open(Optional.of(loggedIn(sessions, "ada")));
    for (int i = 0; i < 60; i++) {
      session.add("cart." + "x".repeat(60) + i, 1);
    }
    assertThatThrownBy(session::save)
        .isInstanceOf(Session.TooLarge.class)
        .hasMessageContaining("browsers keep 4096");
  }

  @Test
  void aKeyRingTellsNoKeys() {
    String key = Base64.getEncoder().encodeToString(ring.keys().get(1));
    assertThat(ring.toString()).doesNotContain(key.substring(0, 8));
  }

  /** To a worker it goes as JSON, on its standard input. */
  @Test
  void aKeyRingTravels() throws Exception {
    KeyRing sent = ring.learn(2).sealWith(2);
    KeyRing there = Json.read(Json.text(sent), KeyRing.class);
    assertThat(there.sealing()).isEqualTo(2);
    assertThat(user(sessions(there), loggedIn(sessions(sent), "ada"))).contains("ada");
    assertThat(user(sessions(there), loggedIn(sessions, "eve"))).contains("eve");
  }
}
