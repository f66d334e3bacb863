package scalebook.sessions.solution;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import scalebook.sessions.exercise.StickyRouter.Route;

/** The cookie is a MAC of the server's name: we try all names, and nobody else can try any. */
public final class StickyRouter {
  private final SecretKeySpec key;
  private int turn;

  public StickyRouter(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  public Route route(Optional<String> cookie, List<String> alive) {
    for (String server : alive) {
      if (cookie.filter(text -> same(text, token(server))).isPresent()) {
        return new Route(server, Optional.empty());
      }
    }
    String fresh = alive.get(Math.floorMod(turn++, alive.size()));
    return new Route(fresh, Optional.of(token(fresh)));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private String token(String server) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] bytes = mac.doFinal(server.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
