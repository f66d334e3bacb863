package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From outside: what another program, or a page of another origin, can send, byte by byte. */
class GuardTest {
  private static final String STOP = "POST /api/stop";
  private static final String NOTHING = "{\"id\":0}";

  private static Tour tour;
  private static String host;
  private static String token;

  @BeforeAll
  static void start() {
    tour = new Tour(0);
    URI link = URI.create(tour.link());
    host = link.getAuthority();
    token = link.getFragment();
  }

  @AfterAll
  static void end() throws InterruptedException {
    tour.close();
  }

  /** The whole answer. */
  private static String send(String line, String body, List<String> headers) throws IOException {
    StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\n");
    headers.forEach(header -> request.append(header).append("\r\n"));
    request.append("Connection: close\r\nContent-Length: ").append(body.length());
    request.append("\r\n\r\n").append(body);
    int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int status(String line, String body, String... headers) throws IOException {
    return Integer.parseInt(send(line, body, List.of(headers)).split(" ")[1]);
  }

  private static String ours() {
    return "Host: " + host;
  }

  private static String secret() {
    return "X-Tour-Token: " + token;
  }

  private static final String JSON = "Content-Type: application/json";

  @Test
  void thePageThatWeServedMayAsk() throws IOException {
    assertThat(status("GET /", "", ours())).isEqualTo(200);
    assertThat(status("GET /api/book", "", ours(), secret())).isEqualTo(200);
    assertThat(
            status(
                STOP,
                NOTHING,
                ours(),
                secret(),
                JSON,
                "Origin: http://" + host,
                "Sec-Fetch-Site: same-origin"))
        .isEqualTo(200);
  }

  static Stream<Arguments> refused() {
    String port = host.substring(host.indexOf(':'));
    return Stream.of(
        Arguments.of("no token", STOP, NOTHING, 401, List.of(ours(), JSON)),
        Arguments.of(
            "a wrong token",
            STOP,
            NOTHING,
            401,
            List.of(ours(), JSON, "X-Tour-Token: " + "0".repeat(32))),
        Arguments.of(
            "a token in the link", "GET /api/book?token=" + token, "", 401, List.of(ours())),
        with("a rebound host", 403, "Host: evil.test" + port, JSON),
        with("this address under another name", 403, "Host: localhost" + port, JSON),
        with("no host's port", 403, "Host: 127.0.0.1", JSON),
        with("two hosts", 403, ours(), "Host: evil.test", JSON),
        with("a foreign origin", 403, ours(), JSON, "Origin: https://evil.test"),
        with("an origin on another port", 403, ours(), JSON, "Origin: http://127.0.0.1:1"),
        with("no origin that it tells", 403, ours(), JSON, "Origin: null"),
        with("a page of the same site", 403, ours(), JSON, "Sec-Fetch-Site: same-site"),
        with("a page of another site", 403, ours(), JSON, "Sec-Fetch-Site: cross-site"),
        with("a form", 415, ours(), "Content-Type: application/x-www-form-urlencoded"),
        with("a text that a page may send", 415, ours(), "Content-Type: text/plain"),
        with("no type", 415, ours()),
        Arguments.of("a preflight", "OPTIONS /api/stop", "", 405, List.of(ours(), secret())),
        Arguments.of("another method", "PUT /api/stop", "", 405, List.of(ours(), secret(), JSON)),
        Arguments.of("a posted page", "POST /", "", 405, List.of(ours(), secret(), JSON)),
        Arguments.of("a file of ours", "GET /Tour.class", "", 404, List.of(ours())),
        Arguments.of("a way up", "GET /../pom.xml", "", 404, List.of(ours())),
        Arguments.of("a hidden way up", "GET /%2e%2e/pom.xml", "", 404, List.of(ours())),
        asked("a source above the project", "GET /api/source?path=../../etc/passwd", "", 404),
        asked("a source that is none", "GET /api/source?path=chapter00-tour/pom.xml", "", 404),
        asked("a picture above its folder", "GET /api/picture?name=../book.log", "", 404),
        asked("a lesson that is none", "POST /api/lesson", "{\"lesson\":\"--help\"}", 404),
        asked(
            "a newline in a verb",
            "POST /api/verb",
            "{\"verb\":\"kill\",\"words\":[\"2\\nquit\"]}",
            400),
        asked("too large a body", "POST /api/verb", " ".repeat(20_000), 413));
  }

  private static Arguments with(String what, int status, String... headers) {
    List<String> all = Stream.concat(Stream.of(headers), Stream.of(secret())).toList();
    return Arguments.of(what, STOP, NOTHING, status, all);
  }

  private static Arguments asked(String what, String line, String body, int status) {
    return Arguments.of(what, line, body, status, List.of(ours(), secret(), JSON));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, String line, String body, int status, List<String> headers)
      throws IOException {
    assertThat(send(line, body, headers)).as(what).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void everyAnswerTellsBrowsersToShareNothing() throws IOException {
    for (String line : List.of("GET /", "GET /nowhere", "GET /api/book")) {
      assertThat(send(line, "", List.of(ours())).toLowerCase(java.util.Locale.ROOT))
          .contains("content-security-policy: default-src 'none'; script-src 'self'")
          .doesNotContain("unsafe-inline")
          .contains("cross-origin-resource-policy: same-origin")
          .contains("cross-origin-opener-policy: same-origin")
          .contains("x-content-type-options: nosniff")
          .contains("referrer-policy: no-referrer")
          .doesNotContain("set-cookie")
          .doesNotContain("access-control-allow");
    }
  }
}
