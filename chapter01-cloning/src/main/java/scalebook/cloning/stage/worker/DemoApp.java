package scalebook.cloning.stage.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Pages;

/**
 * The service that chapter 1 clones. Options: {@code threads=1}, {@code slow=10} (every wait takes
 * ten times as long), {@code folder=…} for what all clones share, {@code crash} (fails to start).
 */
public final class DemoApp implements App {
  private static final int CHUNK = 8_192;

  private String worker;
  private Path folder;
  private long slow;

  private static String option(List<String> arguments, String name, String otherwise) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  @Override
  public int threads(List<String> arguments) {
    return Integer.parseInt(option(arguments, "threads", "16"));
  }

  @Override
  public void open(HttpServer server, String name, List<String> arguments) {
    if (arguments.contains("crash")) {
      throw new IllegalStateException("told to crash at start");
    }
    worker = name;
    folder = Path.of(option(arguments, "folder", "."));
    slow = Long.parseLong(option(arguments, "slow", "1"));
    server.createContext("/", Pages.guarded(this::hello));
    server.createContext("/work", Pages.guarded(this::work));
    server.createContext("/locked", Pages.guarded(this::locked));
    server.createContext("/wait", Pages.guarded(this::waiting));
    server.createContext("/orders", Pages.guarded(this::order));
    server.createContext("/bytes", Pages.guarded(DemoApp::bytes));
  }

  private void hello(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("X-Worker", worker);
    Pages.text(
        exchange, 200, "hello from %s, pid %d".formatted(worker, ProcessHandle.current().pid()));
  }

  /** {@code /work?rounds=1000}: nothing but CPU. */
  private void work(HttpExchange exchange) throws IOException {
    Pages.text(exchange, 200, String.valueOf(burn(Pages.number(exchange, "rounds", 1_000))));
  }

  /**
   * {@code /locked?millis=20}: so long inside a lock that all clones share, as for a common file.
   */
  private void locked(HttpExchange exchange) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("shared.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = file.lock()) {
      pause(Pages.number(exchange, "millis", 20));
    }
    Pages.text(exchange, 200, worker);
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

  /** {@code /wait?millis=5}: as a request that waits for a database. */
  private void waiting(HttpExchange exchange) throws IOException {
    pause(Pages.number(exchange, "millis", 5) * slow);
    exchange.getResponseHeaders().set("X-Worker", worker);
    Pages.text(exchange, 200, worker);
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis); // the service time itself
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes down what it ran before it answers. */
  private void order(HttpExchange exchange) throws IOException {
    String id = Pages.body(exchange).strip();
    new Journal(folder).write(worker, id);
    Pages.text(exchange, 200, "order " + id);
  }

  /** {@code /bytes?count=1000000}: a large answer, sent in pieces. */
  private static void bytes(HttpExchange exchange) throws IOException {
    long left = Pages.number(exchange, "count", CHUNK);
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      byte[] chunk = new byte[CHUNK];
      for (; left > 0; left -= CHUNK) {
        out.write(chunk, 0, (int) Math.min(CHUNK, left));
      }
    }
  }
}
