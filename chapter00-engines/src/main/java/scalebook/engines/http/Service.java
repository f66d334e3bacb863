package scalebook.engines.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Tasks;

/**
 * A small HTTP service on loopback, with its bounds in one place.
 *
 * <p>A request is read as a whole, within a time and a size, before it takes one of the handlers:
 * who sends slowly holds none of what others need, and neither does who reads slowly.
 */
public final class Service implements AutoCloseable {
  /** What a service does with one call. What it throws is answered, too. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(Call call) throws Exception;
  }

  private static final int BACKLOG = 1_024;
  private static final int READERS = 512;
  private static final int IDLE_SECONDS = 10;
  private static final int TURN_SECONDS = 10;
  private static final int BODY_BYTES = 64 * 1024;

  /** A body that is too large is still read up to this size, so that its sender sees the answer. */
  private static final int DISCARDED_BYTES = 16 * 1024 * 1024;

  static { // read once, when the server's classes are loaded
    set("nodelay", "true"); // or every answer waits 40 ms
    set("maxReqTime", "10"); // seconds for head and body
    // It closes no connection that a caller may be about to use.
    set("idleInterval", "60");
    set("maxIdleConnections", "4096");
  }

  private final HttpServer server;
  private final ExecutorService readers;
  private final Semaphore handlers;
  private int bodyBytes = BODY_BYTES;

  private Service(HttpServer server, String name, int threads) {
    this.server = server;
    this.readers =
        new ThreadPoolExecutor(
            0,
            READERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Tasks.daemons(name));
    this.handlers = new Semaphore(threads, true);
    server.setExecutor(readers);
  }

  private static void set(String name, String value) {
    String property = "sun.net.httpserver." + name;
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Not started yet. {@code port} 0 is any free one; {@code atOnce} bounds the calls handled at
   * once.
   */
  public static Service on(int port, String name, int threads) {
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      InetSocketAddress address = new InetSocketAddress(loopback, port);
      return new Service(HttpServer.create(address, BACKLOG), name, threads);
    } catch (IOException e) {
      throw new Missing("port %d is taken: choose another with --port".formatted(port), e);
    }
  }

  /** Longer bodies than this are refused; before any {@link #route}. */
  public Service bodies(int bytes) {
    bodyBytes = bytes;
    return this;
  }

  /** Answers all paths that begin so and have no longer route. */
  public Service route(String path, Handler handler) {
    server.createContext(path, exchange -> serve(exchange, handler));
    return this;
  }

  public Service start() {
    server.start();
    return this;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      Answer answer = read(exchange).map(body -> turn(exchange, body, handler)).orElse(null);
      if (answer == null) {
        exchange.getResponseHeaders().set("Connection", "close");
        answer = Answer.text(413, "at most %d bytes".formatted(bodyBytes));
      }
      if (!answer.isSent()) {
        send(exchange, answer);
      }
    }
  }

  /** Nothing when it is too large. */
  private Optional<byte[]> read(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(bodyBytes + 1);
    if (body.length <= bodyBytes) {
      return Optional.of(body);
    }
    byte[] discarded = new byte[8192];
    int more = body.length;
    for (int n = 0; n >= 0 && more < DISCARDED_BYTES; n = in.read(discarded)) {
      more += n;
    }
    return Optional.empty();
  }

  private Answer turn(HttpExchange exchange, byte[] body, Handler handler) {
    try {
      if (!handlers.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
        return Answer.text(503, "too busy").with("Retry-After", "1");
      }
      try {
        return handler.answer(new Call(exchange, body));
      } finally {
        handlers.release();
      }
    } catch (Refused e) {
      return Answer.text(e.status(), e.getMessage());
    } catch (IllegalArgumentException e) {
      return Answer.text(400, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.text(503, "closing");
    } catch (Exception | Error e) { // no memory for one request is no reason to answer nobody
      LoggerFactory.getLogger(Service.class) // here, since a start has no time for it
          .warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), e);
      return Answer.text(500, e.toString());
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    answer.headers().forEach(headers::set);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.status() == 204;
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : bytes.length);
    if (!bodiless) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Takes no more requests; true when all that are here were answered within this time. */
  public boolean finish(Duration bound) throws InterruptedException {
    readers.shutdown();
    return readers.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    server.stop(0);
    readers.shutdownNow();
  }
}
