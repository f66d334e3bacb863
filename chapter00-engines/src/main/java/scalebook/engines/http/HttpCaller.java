package scalebook.engines.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One client with one keep-alive connection, for one thread. It never tries anything twice: a
 * client that mends failures silently cannot count them.
 */
public final class HttpCaller implements AutoCloseable {
  private final InetSocketAddress address;
  private final Dial dial;
  private int timeoutMillis;
  private long deadline;
  private Socket socket;
  private InputStream in;

  /** An answer, with its header names in lower case. */
  public record Answer(int status, Map<String, String> headers, String body) {
    /** Itself, when it is a success; otherwise a failure for the ledger. */
    public Answer orFail() throws IOException {
      if (status != 200) {
        throw new IOException("status " + status);
      }
      return this;
    }
  }

  /** How it connects. */
  @FunctionalInterface
  public interface Dial {
    Dial PLAIN =
        (address, timeoutMillis) -> {
          Socket socket = new Socket();
          socket.setTcpNoDelay(true);
          socket.connect(address, timeoutMillis);
          return socket;
        };

    Socket open(InetSocketAddress address, int timeoutMillis) throws IOException;
  }

  public HttpCaller(int port, int timeoutMillis) {
    this("127.0.0.1", port, timeoutMillis);
  }

  public HttpCaller(String host, int port, int timeoutMillis) {
    this(host, port, timeoutMillis, Dial.PLAIN);
  }

  public HttpCaller(String host, int port, int timeoutMillis, Dial dial) {
    this.dial = dial;
    this.address = new InetSocketAddress(host, port);
    this.timeoutMillis = timeoutMillis;
  }

  /** From now on each call takes at most so long, from its beginning to its answer's end. */
  public void timeout(int millis) {
    timeoutMillis = millis;
  }

  public Answer get(String path) throws IOException {
    return call("GET", path, Map.of(), "");
  }

  public Answer post(String path, String body) throws IOException {
    return call("POST", path, Map.of(), body);
  }

  public Answer call(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    byte[] message = message(method, path, headers, body);
    deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
    boolean done = false;
    try {
      connect();
      socket.getOutputStream().write(message);
      Answer answer = read(method);
      done = !"close".equalsIgnoreCase(answer.headers.get("connection"));
      return answer;
    } finally {
      if (!done) {
        close(); // after a failure nobody knows what the stream holds
      }
    }
  }

  private static byte[] message(
      String method, String path, Map<String, String> headers, String body) {
    StringBuilder head = new StringBuilder();
    head.append(word(method)).append(' ').append(word(path)).append(" HTTP/1.1\r\n");
    if (!headers.containsKey("Host")) {
      head.append("Host: localhost\r\n");
    }
    headers.forEach(
        (name, value) -> head.append(word(name)).append(": ").append(line(value)).append("\r\n"));
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    if (length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    return (head.append("\r\n") + body).getBytes(StandardCharsets.UTF_8);
  }

  private static String word(String text) {
    if (text.isEmpty() || text.indexOf(' ') >= 0) {
      throw new IllegalArgumentException("not one word: '" + text + "'");
    }
    return line(text);
  }

  /** With a line break in it the rest would be a header, or a request, that nobody meant. */
  private static String line(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("more than one line in a request's head");
    }
    return text;
  }

  private void connect() throws IOException {
    if (socket == null) {
      socket = dial.open(address, timeoutMillis);
      in = new BufferedInputStream(new UntilDeadline(socket.getInputStream()));
    }
  }

  /** A server that drips would start the clock of a socket's own timeout again with each byte. */
  private final class UntilDeadline extends FilterInputStream {
    UntilDeadline(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new SocketTimeoutException("no whole answer within " + timeoutMillis + " ms");
      }
      socket.setSoTimeout((int) left);
      return super.read(to, offset, length);
    }
  }

  private Answer read(String method) throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).trim(), (a, b) -> a + "\n" + b);
    }
    boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
    return new Answer(status, headers, bodiless ? "" : body(headers));
  }

  private String body(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      StringBuilder body = new StringBuilder();
      int size;
      do {
        size = Integer.parseInt(line().trim(), 16);
        body.append(text(size));
        line();
      } while (size > 0);
      return body.toString();
    }
    String length = headers.get("content-length");
    return text(length == null ? Integer.MAX_VALUE : Integer.parseInt(length));
  }

  private String text(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length && length != Integer.MAX_VALUE) {
      throw new EOFException("an answer cut short");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed instead of an answer");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException gone) {
        // Closed is what we wanted.
      }
      socket = null;
    }
  }
}
