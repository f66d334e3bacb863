package scalebook.engines.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The JDK's HTTP server, set up so that it may be measured. */
public final class Http {
  private static final int BACKLOG = 1_024;

  static { // read once, when the server's classes are loaded
    set("nodelay", "true"); // or every answer waits 40 ms
    // It closes no connection that a caller may be about to use.
    set("idleInterval", "60");
    set("maxIdleConnections", "4096");
  }

  private Http() {}

  private static void set(String name, String value) {
    String property = "sun.net.httpserver." + name;
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** On loopback; {@code port} 0 is any free one. It is not started yet. */
  public static HttpServer server(int port) {
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      return HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
    } catch (IOException e) {
      throw new Missing("port %d is taken: choose another with --port".formatted(port), e);
    }
  }
}
