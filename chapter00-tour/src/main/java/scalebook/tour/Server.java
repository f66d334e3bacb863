package scalebook.tour;

import java.io.IOException;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.HttpCaller.Answer;

/** Open connections to one address; a request borrows one. Two threads never share one. */
final class Server implements AutoCloseable {
  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded");

  /** A server closes what is idle for longer, and a request on it would fail for no fault. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Deque<Connection> free = new ConcurrentLinkedDeque<>();
  private final URI address;
  private final int timeoutMillis;
  private final long idleNanos;
  private volatile boolean closed;

  private record Connection(HttpCaller caller, long usedNanos) {}

  Server(String url, int timeoutMillis, long idleNanos) {
    this.address = URI.create(url);
    this.timeoutMillis = timeoutMillis;
    this.idleNanos = idleNanos;
  }

  static List<Server> of(List<String> urls, int timeoutMillis) {
    return urls.stream().map(url -> new Server(url, timeoutMillis, IDLE_NANOS)).toList();
  }

  Answer get(String path) throws IOException {
    return call("GET", path, Map.of(), "");
  }

  Answer post(String path, String form) throws IOException {
    return call("POST", path, FORM, form);
  }

  private Answer call(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    HttpCaller caller = borrowed();
    try {
      return caller.call(method, path, headers, body);
    } finally {
      free.addLast(new Connection(caller, System.nanoTime()));
      if (closed) {
        close();
      }
    }
  }

  private HttpCaller borrowed() {
    Connection connection = free.pollLast();
    if (connection == null) {
      return new HttpCaller(address.getHost(), address.getPort(), timeoutMillis);
    }
    if (System.nanoTime() - connection.usedNanos > idleNanos) {
      connection.caller.close();
    }
    return connection.caller;
  }

  @Override
  public void close() {
    closed = true;
    for (Connection connection = free.pollLast();
        connection != null;
        connection = free.pollLast()) {
      connection.caller.close();
    }
  }
}
