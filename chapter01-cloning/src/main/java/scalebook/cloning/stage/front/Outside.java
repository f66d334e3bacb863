package scalebook.cloning.stage.front;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import scalebook.cloning.front.SelfSigned;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Missing;

/** Clients with addresses of their own, who trust one certificate. */
final class Outside {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final SSLSocketFactory tls;

  Outside(SelfSigned trusted) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("trusted", trusted.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    tls = context.getSocketFactory();
  }

  /** All of 127.0.0.0/8 is this machine on Linux and Windows; on macOS it is one address. */
  static void needAddresses() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress("127.0.0.66", 0));
    } catch (IOException e) {
      throw new Missing("clients need addresses of their own (127.0.0.66): try it on Linux", e);
    }
  }

  /** A client at {@code address}, as in 127.0.0.66. */
  HttpCaller at(String address, int port, boolean https) {
    return new HttpCaller(
        "127.0.0.1",
        port,
        TIMEOUT_MILLIS,
        (to, timeoutMillis) -> {
          Socket socket = new Socket();
          socket.setTcpNoDelay(true);
          socket.bind(new InetSocketAddress(address, 0));
          socket.connect(to, timeoutMillis);
          socket.setSoTimeout(timeoutMillis); // for the handshake, too
          return https ? tls.createSocket(socket, "localhost", to.getPort(), true) : socket;
        });
  }
}
