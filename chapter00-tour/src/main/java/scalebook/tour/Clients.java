package scalebook.tour;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import scalebook.engines.http.HttpCaller.Answer;
import scalebook.engines.process.Tasks;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

/** The load that a page starts and steers: requests that arrive on a schedule, and their ledger. */
final class Clients implements AutoCloseable {
  static final int MOST_PER_SECOND = 10_000;
  private static final int CALLERS = 64;
  private static final int LEAST_FAILURE = 500;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final long MOST_MICROS = 60_000_000;

  /** Where an answer says by whom it is. */
  private static final List<String> SERVED_BY = List.of("x-worker", "x-instance", "x-shard");

  private static final String ORDER = "id=%d&customer=%d&item=3&quantity=1";
  private static final Pattern DONE_BY = Pattern.compile("done by (\\w+)");

  private final AtomicLong id = new AtomicLong(1_000_000); // above what a reader may type
  private final Recorder micros = new Recorder(MOST_MICROS, 2);
  private final List<Load> loads = new ArrayList<>();
  private final long start = System.nanoTime();
  private final int chapter;
  private final List<Server> servers;
  private final Sample sample = new Sample();
  private int perSecond;
  private volatile boolean again;
  private long acknowledgedBefore;
  private double secondsBefore;

  /**
   * How it stands: sent = acknowledged + failed + under way, always.
   *
   * @param waiting due, and not sent yet: more was asked for than the callers can do
   */
  record Tick(
      double at,
      int asked,
      long waiting,
      long sent,
      long acknowledged,
      long failed,
      long underWay,
      double perSecond,
      Double p50,
      Double p99) {}

  /** {@code urls}: each request goes to the next one. */
  Clients(int chapter, List<String> urls) {
    this.chapter = chapter;
    this.servers = Server.of(urls, PATIENCE_MILLIS);
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Where the requests went since the last look. */
  Sample.Drawn drawn() {
    return sample.draw();
  }

  /** From now on so many requests a second; 0 is none. A failed one is sent twice, if wanted. */
  synchronized void steer(int wanted, boolean twice) {
    again = twice;
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
                long took = (System.nanoTime() - due) / 1_000;
                micros.recordValue(Math.max(0, Math.min(took, MOST_MICROS)));
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

  private void send() throws IOException {
    long n = id.incrementAndGet();
    int place = (int) (n % servers.size());
    try {
      sample.answered(attempt(n, place), false);
    } catch (IOException failed) {
      if (!again) {
        sample.failed();
        throw failed;
      }
      second(n, place);
    }
  }

  private void second(long n, int place) throws IOException {
    try {
      sample.answered(attempt(n, place), true);
    } catch (IOException failed) {
      sample.failed();
      throw failed;
    }
  }

  /** Who answered, as far as an answer tells. */
  private String attempt(long n, int place) throws IOException {
    Answer answer = ask(n, servers.get(place));
    if (answer.status() >= LEAST_FAILURE) {
      throw new IOException("status " + answer.status());
    }
    Matcher done = DONE_BY.matcher(answer.body());
    String by = done.find() ? done.group(1) : servers.size() > 1 ? "server " + (place + 1) : "";
    return SERVED_BY.stream()
        .map(answer.headers()::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(by);
  }

  /** What a client of this chapter asks for; a second attempt asks for the same. */
  private Answer ask(long n, Server server) throws IOException {
    return switch (chapter) {
      case 3 -> server.get("/products/" + (1 + n % 50));
      case 4 -> server.post("/accounts/%d/deposit".formatted(1 + n % 100), "cents=1");
      case 5 -> server.get("/orders/" + (1 + n % 100));
      case 6 -> server.get("/api/catalogue/" + (1 + n % 20));
      case 7 -> server.post("/orders", ORDER.formatted(n, 1 + n % 50));
      default -> server.get("/");
    };
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
        loads.stream().mapToLong(Load::waiting).sum(),
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
    servers.forEach(Server::close);
  }
}
