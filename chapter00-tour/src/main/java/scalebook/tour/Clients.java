package scalebook.tour;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import scalebook.engines.process.Tasks;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

/** The load that a page starts and steers: requests that arrive on a schedule, and their ledger. */
final class Clients implements AutoCloseable {
  static final int MOST_PER_SECOND = 2_000;
  private static final int CALLERS = 64;
  private static final int LEAST_FAILURE = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong id = new AtomicLong(1_000_000); // above what a reader may type
  private final Recorder micros = new Recorder(60_000_000L, 2);
  private final List<Load> loads = new ArrayList<>();
  private final long start = System.nanoTime();
  private final int chapter;
  private final String url;
  private int perSecond;
  private long acknowledgedBefore;
  private double secondsBefore;

  /** How it stands: sent = acknowledged + failed + under way, always. */
  record Tick(
      double at,
      int asked,
      long sent,
      long acknowledged,
      long failed,
      long underWay,
      double perSecond,
      Double p50,
      Double p99) {}

  Clients(int chapter, String url) {
    this.chapter = chapter;
    this.url = url;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** From now on so many requests a second; 0 is none. */
  synchronized void steer(int wanted) {
    loads.forEach(load -> Tasks.daemon("load-ends", () -> end(load)).start());
    perSecond = wanted;
    if (wanted > 0) {
      long from = System.nanoTime();
      double gap = 1e9 / wanted;
      loads.add(
          Load.open(
              wanted,
              CALLERS,
              Long.MAX_VALUE,
              number -> {
                send();
                long due = from + (long) (number * gap); // a stall is not hidden
                micros.recordValue(Math.max(0, (System.nanoTime() - due) / 1_000));
              }));
    }
  }

  private static void end(Load load) {
    try {
      load.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() throws IOException, InterruptedException {
    int status =
        http.send(request().timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status >= LEAST_FAILURE) {
      throw new IOException("status " + status);
    }
  }

  /** What a client of this chapter asks for. */
  private HttpRequest.Builder request() {
    long n = id.incrementAndGet();
    return switch (chapter) {
      case 3 -> to("/products/" + (1 + n % 50));
      case 4 -> post("/accounts/%d/deposit".formatted(1 + n % 100), "cents=1");
      case 5 -> to("/orders/" + (1 + n % 100));
      case 6 -> to("/api/catalogue/" + (1 + n % 20));
      case 7 -> post("/orders", "id=%d&customer=%d&item=3&quantity=1".formatted(n, 1 + n % 50));
      default -> to("/");
    };
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  private HttpRequest.Builder post(String path, String form) {
    return to(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form));
  }

  synchronized Tick tick() {
    long acknowledged = 0;
    long failed = 0;
    long sent = 0;
    for (Load load : loads) { // what has ended before what began, or less than none were under way
      Ledger ledger = load.ledger();
      acknowledged += ledger.acknowledgedCount();
      failed += ledger.failedCount();
      sent += ledger.sentCount();
    }
    double now = seconds();
    double rate = (acknowledged - acknowledgedBefore) / (now - secondsBefore);
    acknowledgedBefore = acknowledged;
    secondsBefore = now;
    Histogram latest = micros.getIntervalHistogram();
    boolean none = latest.getTotalCount() == 0;
    return new Tick(
        now,
        perSecond,
        sent,
        acknowledged,
        failed,
        sent - acknowledged - failed,
        rate,
        none ? null : latest.getValueAtPercentile(50) / 1e3,
        none ? null : latest.getValueAtPercentile(99) / 1e3);
  }

  @Override
  public synchronized void close() {
    loads.forEach(Load::close);
  }
}
