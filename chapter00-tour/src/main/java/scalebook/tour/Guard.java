package scalebook.tour;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;

/**
 * Who may ask: only the page that this tour served, opened by the link that it printed. The page
 * kills processes, and every page in the same browser can send requests to this port.
 */
final class Guard {
  static final String TOKEN = "X-Tour-Token";
  private static final int TOKEN_BYTES = 16;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store");

  private final String token;

  Guard() {
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    token = HexFormat.of().formatHex(secret);
  }

  String token() {
    return token;
  }

  /** Throws for a request that must not be answered; {@code host} is our address and port. */
  void check(Call call, String host) {
    HEADERS.forEach(call.exchange().getResponseHeaders()::set);
    Headers headers = call.exchange().getRequestHeaders();
    if (!headers.getOrDefault("Host", List.of()).equals(List.of(host))) {
      throw new Refused(403, "not this host"); // a foreign name that leads to this address
    }
    List<String> origin = headers.getOrDefault("Origin", List.of());
    if (!origin.isEmpty() && !origin.equals(List.of("http://" + host))) {
      throw new Refused(403, "not this origin"); // another port is another origin
    }
    if (!call.is("GET") && !call.is("POST")) {
      throw new Refused(405, "GET or POST"); // a preflight, too
    }
    if (call.path().startsWith("/api/")) {
      api(call, headers);
    } else if (!call.is("GET")) {
      throw new Refused(405, "GET a page");
    }
  }

  private void api(Call call, Headers headers) {
    List<String> site = headers.getOrDefault("Sec-Fetch-Site", List.of());
    if (!site.isEmpty() && !site.equals(List.of("same-origin"))) {
      throw new Refused(403, "not from this page"); // same-site is any port of this address
    }
    byte[] given = call.header(TOKEN).orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
      throw new Refused(401, "open the link that ./book tour printed");
    }
    String type = call.header("Content-Type").orElse("").replace(" ", "");
    if (call.is("POST") && !type.matches("application/json(;charset=utf-8)?")) {
      throw new Refused(415, "JSON only"); // a form needs no preflight
    }
  }
}
