package scalebook.sessions.affinity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Cookies as they stand in headers. */
public final class Cookies {
  /** Whoever sends more than this only wants us to search. */
  private static final int MOST = 50;

  private Cookies() {}

  /** Every value of this name: a browser may send several, and not all of them are ours. */
  public static Stream<String> values(List<String> headers, String name) {
    return headers.stream()
        .flatMap(header -> Stream.of(header.split(";")))
        .limit(MOST)
        .map(String::trim)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1));
  }

  /**
   * For {@code Set-Cookie}: no script may read it, no foreign form sends it, no plain connection
   * carries it when the outside is TLS. An empty value makes the browser forget it.
   */
  public static String toSet(String name, String value, boolean secure) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "")
        + (value.isEmpty() ? "; Max-Age=0" : "");
  }

  /** Name and value of a {@code Set-Cookie} header; nothing when it tells to forget the cookie. */
  public static Optional<String> kept(String setCookie) {
    return Optional.of(setCookie.split(";")[0].trim())
        .filter(pair -> !setCookie.contains("Max-Age=0"));
  }
}
