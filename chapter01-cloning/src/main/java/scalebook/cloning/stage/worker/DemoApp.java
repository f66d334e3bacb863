package scalebook.cloning.stage.worker;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;

/**
 * The service that chapter 1 clones.
 *
 * @param threads requests handled at once
 * @param slow how many times longer every wait takes
 * @param crash it fails to start
 * @param folder for what all clones share
 */
public record DemoApp(int threads, int slow, boolean crash, Path folder) implements App {
  private static final int CHUNK = 8_192;

  public static DemoApp in(Path folder) {
    return new DemoApp(16, 1, false, folder);
  }

  /** As {@link #in}, for what shares nothing. */
  public static DemoApp alone() {
    return in(Path.of("."));
  }

  public DemoApp threads(int count) {
    return new DemoApp(count, slow, crash, folder);
  }

  public DemoApp slow(int times) {
    return new DemoApp(threads, times, crash, folder);
  }

  public DemoApp crashing() {
    return new DemoApp(threads, slow, true, folder);
  }

  @Override
  public void open(Service service, String worker) {
    if (crash) {
      throw new IllegalStateException("told to crash at start");
    }
    long pid = ProcessHandle.current().pid();
    service.route("/", call -> of(worker, "hello from %s, pid %d".formatted(worker, pid)));
    service.route("/work", call -> Answer.ok("" + burn(call.number("rounds", 1_000))));
    service.route("/locked", call -> locked(worker, call.number("millis", 20)));
    service.route("/wait", call -> waiting(worker, call.number("millis", 5) * slow));
    service.route("/orders", call -> order(worker, call.body().strip()));
    service.route("/bytes", DemoApp::bytes);
  }

  private static Answer of(String worker, String text) {
    return Answer.ok(text).with("X-Worker", worker);
  }

  /** Rounds of a generator whose result is sent, so that no compiler leaves them out. */
  public static long burn(long rounds) {
    long x = 88172645463325252L;
    for (long i = 0; i < rounds * 1_000; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  /** So long inside a lock that all clones share, as for a common file. */
  private Answer locked(String worker, long millis) throws Exception {
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("shared.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = file.lock()) {
      TimeUnit.MILLISECONDS.sleep(millis);
    }
    return Answer.ok(worker);
  }

  /** As a request that waits for a database. */
  private static Answer waiting(String worker, long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis); // the service time itself
    return of(worker, worker);
  }

  /** Writes down what it ran before it answers. */
  private Answer order(String worker, String id) throws IOException {
    new Journal(folder).write(worker, id);
    return Answer.ok("order " + id);
  }

  /** {@code /bytes?count=1000000}: a large answer, sent in pieces. */
  private static Answer bytes(Call call) throws IOException {
    HttpExchange exchange = call.exchange();
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      byte[] chunk = new byte[CHUNK];
      for (long left = call.number("count", CHUNK); left > 0; left -= CHUNK) {
        out.write(chunk, 0, (int) Math.min(CHUNK, left));
      }
    }
    return Answer.sent();
  }
}
