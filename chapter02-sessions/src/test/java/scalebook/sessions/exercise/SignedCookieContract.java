package scalebook.sessions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class SignedCookieContract extends Contract {
  interface Answer {
    String sign(String value, long expiresMillis);

    Optional<String> verify(String cookie, long nowMillis);
  }

  static final byte[] ONE = "a key of thirty-two random bytes".getBytes();
  static final byte[] TWO = "another key, just as long as one".getBytes();
  private static final String CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
  private static final long NOW = 1_000;
  private static final long END = 2_000_000;

  Answer answer(Map<Integer, byte[]> keys, int signing) {
    return answer(Answer.class, SignedCookie.class, keys, signing);
  }

  private Answer one() {
    return answer(Map.of(1, ONE), 1);
  }

  @Test
  @Order(1)
  void aCookieThatWeSignedIsAccepted() {
    for (String value :
        new String[] {"user=ada", "", "a.b.c", "50 %; ä ; \"x\"=1", "1.2000.x", "10 € 語"}) {
      String cookie = one().sign(value, END);
      assertThat(cookie).as("a cookie may hold these characters only").matches("[A-Za-z0-9._=-]*");
      assertThat(one().verify(cookie, NOW)).as("what was signed").contains(value);
    }
  }

  @Test
  @Order(2)
  void anEndedCookieIsRefused() {
    String cookie = one().sign("user=ada", END);
    assertThat(one().verify(cookie, END - 1)).contains("user=ada");
    assertThat(one().verify(cookie, END)).as("the cookie at its end").isEmpty();
    assertThat(one().verify(cookie, END + 1_000_000)).as("long after its end").isEmpty();
  }

  @Test
  @Order(3)
  void everyChangedCharacterIsNoticed() {
    Answer both = answer(Map.of(1, ONE, 2, TWO), 1);
    String cookie = both.sign("user=12", END);
    for (int at = 0; at < cookie.length(); at++) {
      for (String more : new String[] {"0", "+", "-", " "}) {
        String longer = cookie.substring(0, at) + more + cookie.substring(at);
        assertThat(both.verify(longer, NOW))
            .as("%s with '%s' at %d: another text for the same numbers", cookie, more, at)
            .isEmpty();
      }
      for (char other : CHARACTERS.toCharArray()) {
        if (other != cookie.charAt(at)) {
          String changed = cookie.substring(0, at) + other + cookie.substring(at + 1);
          assertThat(both.verify(changed, NOW))
              .as(
                  "%s, changed at %d to %s: value, end and key number must all be under the MAC,"
                      + " or a client moves the end of its own session",
                  cookie, at, changed)
              .isEmpty();
        }
      }
    }
  }

  @Test
  @Order(4)
  void movingACharacterBetweenPartsBreaksTheSignature() {
    for (String value : new String[] {"user=12", "12", "1"}) {
      String cookie = one().sign(value, END);
      for (int at = 0; at + 1 < cookie.length(); at++) {
        if (cookie.charAt(at) != cookie.charAt(at + 1)) {
          String moved =
              cookie.substring(0, at)
                  + cookie.charAt(at + 1)
                  + cookie.charAt(at)
                  + cookie.substring(at + 2);
          assertThat(one().verify(moved, NOW))
              .as(
                  "%s became %s: a MAC of parts that are just joined is the same for other parts"
                      + " with the same letters",
                  cookie, moved)
              .isEmpty();
        }
      }
    }
  }

  @Test
  @Order(5)
  void onlyOurKeySigns() {
    String foreign = answer(Map.of(1, TWO), 1).sign("user=ada", END);
    assertThat(one().verify(foreign, NOW))
        .as("signed with another key: a hash without a key can be made by anybody")
        .isEmpty();
  }

  @Test
  @Order(6)
  void aNewKeyLogsNobodyOut() {
    String old = one().sign("user=ada", END);
    Answer both = answer(Map.of(1, ONE, 2, TWO), 2);
    assertThat(both.verify(old, NOW)).as("signed with the key from before").contains("user=ada");
    String fresh = both.sign("user=ada", END);
    Answer onlyTheNew = answer(Map.of(2, TWO), 2);
    assertThat(onlyTheNew.verify(fresh, NOW)).contains("user=ada");
    assertThat(onlyTheNew.verify(old, NOW)).as("signed with a key that is gone").isEmpty();
  }

  @Test
  @Order(7)
  void aTextThatIsNoCookieRaisesNoException() {
    String good = one().sign("user=ada", END);
    for (String text :
        new String[] {"", ".", "...", "x", "1.2.3", "1.2.3.4", "-1.x.y.z", "=", "%"}) {
      assertThat(one().verify(text, NOW)).as("'%s'", text).isEmpty();
    }
    for (int length = 0; length < good.length(); length++) {
      assertThat(one().verify(good.substring(0, length), NOW)).as("cut at %d", length).isEmpty();
    }
    for (String more : new String[] {".x", "=", ".", "A"}) {
      assertThat(one().verify(good + more, NOW)).as("followed by '%s'", more).isEmpty();
    }
  }

  @Test
  @Order(8)
  void theGivenKeySigns() {
    String cookie = answer(Map.of(1, ONE, 2, TWO), 1).sign("user=ada", END);
    assertThat(one().verify(cookie, NOW))
        .as(
            "signed with key 1 while key 2 is already known: first all learn a key, then one uses it")
        .contains("user=ada");
  }

  @Test
  @Order(9)
  void nobodyGuessesASignature() {
    assertThat(one().sign("", END).length())
        .as("letters of a cookie without a value: 128 bits of signature take 22, beside the end")
        .isGreaterThan(26);
  }
}
