package scalebook.sessions.store;

import java.security.SecureRandom;
import java.util.Base64;

/** Names of sessions that nobody can guess: 128 random bits. */
public final class Ids {
  public static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private Ids() {}

  public static String next() {
    return TEXT.encodeToString(random(BYTES));
  }

  public static byte[] random(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** What cannot be an id never reaches a store. */
  static boolean plausible(String id) {
    return id.length() == 22
        && id.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "-_".indexOf(c) >= 0));
  }
}
