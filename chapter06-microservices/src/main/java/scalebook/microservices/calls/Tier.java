package scalebook.microservices.calls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.cloning.client.HttpCaller;
import scalebook.cloning.health.RetryBudget;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;
import scalebook.microservices.resilience.Backoff;
import scalebook.microservices.resilience.Deadline;

/**
 * A service that asks the next one, and tries again in its own way when that fails. The last one in
 * a row asks nobody: it does not work.
 */
public final class Tier implements AutoCloseable {
  /** "I have tried; do not try me again." */
  public static final String TRIED = "X-Tried";

  private static final int THREADS = 32;
  private static final long MOST_MILLIS = 5_000;

  private final HttpServer server;
  private final ExecutorService requests =
      Executors.newFixedThreadPool(THREADS, Tasks.daemons("tier"));
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong tooLate = new AtomicLong();
  private final Deque<HttpCaller> free = new ConcurrentLinkedDeque<>();
  private final int nextPort;
  private final Retries retries;

  /**
   * How it tries again.
   *
   * @param attempts the first one included
   * @param budget null: as often as it likes
   * @param listens takes no for an answer from somebody who has tried already
   */
  public record Retries(int attempts, Backoff backoff, RetryBudget budget, boolean listens) {}

  private Tier(int nextPort, Retries retries) {
    this.nextPort = nextPort;
    this.retries = retries;
    server = Http.server(0);
    server.setExecutor(requests);
    server.createContext("/", Pages.guarded(this::handle));
    server.start();
  }

  /** One that is there, and cannot do its work. */
  public static Tier dead() {
    return new Tier(0, null);
  }

  public static Tier asking(Tier next, Retries retries) {
    return new Tier(next.port(), retries);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Requests that came in. */
  public long received() {
    return received.get();
  }

  /** Requests that nobody waited for any more when they came. */
  public long tooLate() {
    return tooLate.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    received.incrementAndGet();
    Deadline deadline =
        Deadline.of(exchange.getRequestHeaders().getFirst(Deadline.HEADER), MOST_MILLIS);
    if (deadline.over()) {
      tooLate.incrementAndGet();
    }
    if (retries == null) {
      Pages.text(exchange, 503, "out of order");
      return;
    }
    int status = ask(deadline);
    exchange.getResponseHeaders().set(TRIED, "yes");
    Pages.text(exchange, status, "asked");
  }

  /** The status of the last attempt, 504 when the time was over before there was a good one. */
  private int ask(Deadline deadline) throws IOException {
    if (retries.budget() != null) {
      retries.budget().request();
    }
    for (int attempt = 1; ; attempt++) {
      if (deadline.over()) {
        return 504;
      }
      HttpCaller.Answer answer = call(deadline);
      boolean told = retries.listens() && answer.headers().containsKey("x-tried");
      if (answer.status() < 500 || attempt == retries.attempts() || told || !mayRetry()) {
        return answer.status();
      }
      long pause = retries.backoff().millis(attempt, ThreadLocalRandom.current());
      LockSupport.parkNanos(Math.min(pause, deadline.leftMillis()) * 1_000_000);
    }
  }

  private boolean mayRetry() {
    return retries.budget() == null || retries.budget().tryRetry();
  }

  private HttpCaller.Answer call(Deadline deadline) throws IOException {
    HttpCaller borrowed = free.pollLast();
    HttpCaller caller = borrowed == null ? new HttpCaller(nextPort, (int) MOST_MILLIS) : borrowed;
    try {
      return caller.call("GET", "/", Map.copyOf(deadline.header()), "");
    } finally {
      free.addLast(caller);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    free.forEach(HttpCaller::close);
  }
}
