package scalebook.cloning.balancer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import scalebook.cloning.policy.Backend;
import scalebook.engines.process.Tasks;

/**
 * A real HTTP server that writes down exactly what it was sent, and answers as a test wishes. Not a
 * mock: it reads from a socket, so that it sees a smuggled request as a clone would.
 */
final class FakeClone implements AutoCloseable {
  /** What it does with a request; returns false to close the connection. */
  interface Manner {
    boolean answer(Seen request, Socket socket) throws Exception;
  }

  /** What follows the last chunk is part of its body. */
  record Seen(String head, String body) {
    boolean has(String header) {
      return head.toLowerCase(java.util.Locale.ROOT).contains("\r\n" + header + ":");
    }
  }

  static final Manner OK = (request, socket) -> reply(socket, "200 OK", "ok");

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  private final ServerSocket listener;
  private final Thread acceptor;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Manner manner;
  private final boolean eager;

  FakeClone(Manner manner) throws IOException {
    this(manner, false);
  }

  /** {@code eager}: it answers without a look at the body. */
  FakeClone(Manner manner, boolean eager) throws IOException {
    this.manner = manner;
    this.eager = eager;
    this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    this.acceptor = Tasks.daemon("fake-clone", this::accept);
    acceptor.start();
  }

  Backend backend(String name) {
    return new Backend(name, "127.0.0.1", listener.getLocalPort());
  }

  static boolean reply(Socket socket, String status, String body) throws IOException {
    String text =
        "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return true;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        open.incrementAndGet();
        Tasks.daemon("fake-clone-one", () -> serve(socket)).start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String head = head(in); head != null; head = head(in)) {
        Seen request = new Seen(head, eager ? "" : body(head, in));
        seen.add(request);
        if (!manner.answer(request, socket)) {
          return;
        }
      }
    } catch (Exception broken) {
      // The balancer closed it.
    } finally {
      open.decrementAndGet();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return head.isEmpty() ? null : head.toString();
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static String body(String head, InputStream in) throws IOException {
    String lower = head.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("\r\ntransfer-encoding: chunked")) {
      StringBuilder body = new StringBuilder();
      for (int size = size(in); size > 0; size = size(in)) {
        body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
        in.readNBytes(2);
      }
      for (String line = line(in); !line.equals("\r\n"); line = line(in)) {
        body.append(line); // a trailer
      }
      return body.toString();
    }
    int at = lower.indexOf("\r\ncontent-length: ");
    if (at < 0) {
      return "";
    }
    int start = at + "\r\ncontent-length: ".length();
    int length = Integer.parseInt(head.substring(start, head.indexOf("\r\n", start)));
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in).trim(), 16);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.append((char) b);
      if (b == '\n') {
        return line.toString();
      }
    }
    throw new IOException("closed in the middle of a line");
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      acceptor.join(); // until its accept has returned, the kernel still takes connections
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
