package scalebook.sessions.solution;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code key.end.value.mac}; the value in Base64, so that a dot separates and nothing else. */
public final class SignedCookie {
  private final Map<Integer, byte[]> keys;
  private final int signing;

  public SignedCookie(Map<Integer, byte[]> keys, int signing) {
    this.keys = Map.copyOf(keys);
    this.signing = signing;
  }

  public String sign(String value, long expiresMillis) {
    String said =
        signing + "." + expiresMillis + "." + text(value.getBytes(StandardCharsets.UTF_8));
    return said + "." + mac(said, keys.get(signing));
  }

  public Optional<String> verify(String cookie, long nowMillis) {
    int end = cookie.lastIndexOf('.');
    String[] parts = cookie.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    try {
      byte[] key = keys.get(Integer.parseInt(parts[0]));
      if (key == null || !same(mac(cookie.substring(0, end), key), parts[3])) {
        return Optional.empty();
      }
      return Long.parseLong(parts[1]) <= nowMillis
          ? Optional.empty()
          : Optional.of(
              new String(Base64.getUrlDecoder().decode(parts[2]), StandardCharsets.UTF_8));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String mac(String said, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return text(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
