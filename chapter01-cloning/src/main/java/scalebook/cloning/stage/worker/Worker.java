package scalebook.cloning.stage.worker;

import com.sun.net.httpserver.HttpServer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Http;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;

/**
 * A clone: serves an {@link App} on a port of its own, and talks with its supervisor.
 *
 * <p>It says {@code ready PORT} or {@code failed …}, {@code pong} and {@code stopped}; it hears
 * {@code ping} and {@code stop}. When the supervisor is gone, so is the worker.
 */
public final class Worker {
  private static final int STOP_SECONDS = 10;

  private final ExecutorService requests;

  private Worker(ExecutorService requests) {
    this.requests = requests;
  }

  /** Arguments: this worker's name, its app's class, and what the app wants. */
  public static void main(String[] args) throws Exception {
    App app = (App) Class.forName(args[1]).getDeclaredConstructor().newInstance();
    List<String> arguments = List.of(args).subList(2, args.length);
    int threads = app.threads(arguments);
    Worker worker = new Worker(Executors.newFixedThreadPool(threads, Tasks.daemons("http")));
    Lifeline.attach(worker::hear);
    HttpServer server = Http.server(0);
    server.setExecutor(worker.requests);
    server.createContext("/health", exchange -> Pages.text(exchange, 200, "ok"));
    try {
      app.open(server, args[0], arguments);
      server.start();
      say("ready " + server.getAddress().getPort());
    } catch (Exception e) {
      e.printStackTrace(); // to this worker's log
      say("failed " + e.getMessage());
    }
  }

  private void hear(String line) {
    if (line.equals("ping")) {
      say("pong");
    } else if (line.equals("stop")) {
      Tasks.daemon("stop", this::stop).start();
    }
  }

  /** The balancer sends nothing any more; what is being answered is answered first. */
  private void stop() {
    requests.shutdown();
    try {
      requests.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The supervisor ends this process: halt would wait 300 ms for threads in native code.
    say("stopped");
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
