package scalebook.cloning.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.cloning.front.FrontDoor;
import scalebook.cloning.front.SelfSigned;

/** A door before the clones, on real connections. */
class DoorTest {
  private static final FrontDoor CLOSED = FrontDoor.open().deny(Set.of("127.0.0.1"));

  /** Keeps what it is shown. */
  private static final class Shown implements X509TrustManager {
    private X509Certificate certificate;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      certificate = chain[0];
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void theConnectionStaysAfterTheDoorsOwnAnswer() throws Exception {
    try (FakeSite site = new FakeSite(Limits.defaults(), FakeClone.OK)) {
      site.balancer.door(CLOSED);
      String two =
          "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      assertThat(site.exchange(two).split("HTTP/1.1 403", -1)).hasSize(3);
      assertThat(site.seen()).as("requests that reached a clone").isZero();
      assertThat(site.balancer.counters().of(Counters.Event.OWN)).isEqualTo(2);
    }
  }

  @Test
  void theBodyOfARefusedRequestIsNoRequest() throws Exception {
    try (FakeSite site = new FakeSite(Limits.defaults(), FakeClone.OK)) {
      site.balancer.door(CLOSED);
      String body = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
      String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s";
      String answer = site.exchange(post.formatted(body.length(), body));
      assertThat(answer.split("HTTP/1.1 403", -1)).hasSize(2);
      assertThat(answer).containsIgnoringCase("connection: close");
      assertThat(site.seen()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tlsEndsHere(String version) throws Exception {
    SelfSigned identity = SelfSigned.create();
    Shown shown = new Shown();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {shown}, null);
    try (FakeSite site = new FakeSite(Limits.defaults(), FakeClone.OK)) {
      site.balancer.door(FrontDoor.open().tls(identity.server()));
      try (Socket plain = site.connect();
          SSLSocket socket =
              (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 443, true)) {
        socket.setEnabledProtocols(new String[] {version});
        FakeSite.send(
            socket,
            "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: http\r\nConnection: close\r\n\r\n");
        String answer = FakeSite.readAll(socket);
        assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("strict-transport");
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
      assertThat(site.clones.get(0).seen.get(0).head()).contains("X-Forwarded-Proto: https");
    }
    shown.certificate.verify(identity.keys().getPublic());
    shown.certificate.checkValidity();
    assertThat(List.copyOf(shown.certificate.getSubjectAlternativeNames()))
        .isEqualTo(List.of(List.of(2, "localhost"), List.of(7, "127.0.0.1")));
  }
}
