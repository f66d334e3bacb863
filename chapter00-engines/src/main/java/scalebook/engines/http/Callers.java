package scalebook.engines.http;

import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** Clients for a load of many threads: each request borrows one with its open connection. */
public final class Callers implements AutoCloseable {
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");

  private final Supplier<HttpCaller> more;
  private final Deque<HttpCaller> free = new ConcurrentLinkedDeque<>();

  public Callers(int port, int timeoutMillis) {
    this(() -> new HttpCaller(port, timeoutMillis));
  }

  public Callers(Supplier<HttpCaller> more) {
    this.more = more;
  }

  public HttpCaller.Answer get(String path) throws IOException {
    return call("GET", path, Map.of(), "");
  }

  /** On a connection of its own. */
  public HttpCaller.Answer getOnce(String path) throws IOException {
    try (HttpCaller caller = more.get()) {
      return caller.call("GET", path, CLOSE, "").orFail();
    }
  }

  public HttpCaller.Answer post(String path, String body) throws IOException {
    return call("POST", path, Map.of(), body);
  }

  private HttpCaller.Answer call(
      String method, String path, Map<String, String> headers, String body) throws IOException {
    HttpCaller borrowed = free.pollLast();
    HttpCaller caller = borrowed == null ? more.get() : borrowed;
    try {
      return caller.call(method, path, headers, body).orFail();
    } finally {
      free.addLast(caller);
    }
  }

  @Override
  public void close() {
    free.forEach(HttpCaller::close);
  }
}
