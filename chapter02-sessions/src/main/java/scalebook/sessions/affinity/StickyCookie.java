package scalebook.sessions.affinity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/**
 * The balancer tells the browser which clone it met, and the browser tells it again next time.
 *
 * <p>The cookie is a MAC of the clone's name under a key that only the balancer has: it shows no
 * address, and nobody can make one for another clone. One that fits no clone in rotation (it died,
 * it was forged) means a fresh choice, never an error.
 */
public final class StickyCookie implements Policy {
  public static final String NAME = "route";

  /** 128 bits are beyond guessing. */
  private static final int TOKEN_BYTES = 16;

  private static final int MOST_REMEMBERED = 1_000;

  private final UnaryOperator<String> signing;
  private final Policy fresh;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  /** {@code fresh} chooses for a visitor without a worker. */
  public StickyCookie(byte[] key, Policy fresh) {
    this(mac(new SecretKeySpec(key, "HmacSHA256")), fresh);
  }

  private StickyCookie(UnaryOperator<String> signing, Policy fresh) {
    this.signing = signing;
    this.fresh = fresh;
  }

  /** The clone's name as it is: everybody can read it, and choose another one. */
  public static StickyCookie unsigned(Policy fresh) {
    return new StickyCookie(UnaryOperator.identity(), fresh);
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    return fresh.pick(candidates, client); // without a request there is no cookie to see
  }

  @Override
  public Backend pick(Backend[] candidates, Request request) {
    Optional<Backend> home =
        Cookies.values(request.header("Cookie"), NAME)
            .flatMap(token -> Arrays.stream(candidates).filter(c -> names(token, c)))
            .findFirst();
    return home.orElseGet(
        () -> {
          Backend chosen = fresh.pick(candidates, request);
          boolean secure = request.header("X-Forwarded-Proto").contains("https");
          request.mark("Set-Cookie", Cookies.toSet(NAME, token(chosen.name()), secure));
          return chosen;
        });
  }

  @Override
  public boolean keepsClients() {
    return true;
  }

  /** In constant time: how far a guess was right must not show. */
  private boolean names(String token, Backend clone) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.US_ASCII),
        token(clone.name()).getBytes(StandardCharsets.US_ASCII));
  }

  private String token(String clone) {
    if (tokens.size() > MOST_REMEMBERED) {
      tokens.clear(); // names of clones that came and went
    }
    return tokens.computeIfAbsent(clone, signing);
  }

  private static UnaryOperator<String> mac(SecretKeySpec key) {
    return clone -> sign(key, clone);
  }

  private static String sign(SecretKeySpec key, String clone) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] full = mac.doFinal(clone.getBytes(StandardCharsets.UTF_8));
      byte[] token = Arrays.copyOf(full, TOKEN_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }
}
