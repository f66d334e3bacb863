package scalebook.sessions.exercise;

import java.util.Map;
import java.util.Optional;
import scalebook.lab.exercise.Todo;

/**
 * A value that a browser keeps for us and cannot change: with an end, and with keys that can be
 * replaced. What it says may be read by everybody; nobody else can make one.
 */
public final class SignedCookie {
  /**
   * Verifies with any of the keys, by their numbers; signs with the one numbered {@code signing}.
   */
  public SignedCookie(Map<Integer, byte[]> keys, int signing) {}

  /** Text for the cookie: letters, digits and {@code - _ . =} only, whatever the value holds. */
  public String sign(String value, long expiresMillis) {
    throw new Todo("value, end and key number, all of them under one MAC");
  }

  /**
   * The value, when we signed exactly this text and it has not expired; nothing for any other text.
   */
  public Optional<String> verify(String cookie, long nowMillis) {
    throw new Todo("check the MAC first, in constant time, then the end");
  }
}
