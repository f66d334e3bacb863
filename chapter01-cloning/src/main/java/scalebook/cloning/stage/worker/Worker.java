package scalebook.cloning.stage.worker;

import java.time.Duration;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;
import scalebook.engines.json.PlainJson;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Tasks;

/**
 * A clone: serves an {@link App} on a port of its own, and talks with its supervisor.
 *
 * <p>It says {@code ready PORT} or {@code failed …}, {@code pong} and {@code stopped}; it hears
 * {@code ping} and {@code stop}. When the supervisor is gone, so is the worker.
 */
public final class Worker {
  private static final Duration STOP = Duration.ofSeconds(10);

  private volatile Service service;

  /** What a worker is told at its start; {@code settings} are the app's, as JSON. */
  record Settings(String name, String app, String settings) {}

  private Worker() {}

  public static void main(String[] args) {
    Worker worker = new Worker();
    worker.serve(Lifeline.attach(Settings.class, worker::hear));
  }

  private void serve(Settings settings) {
    try {
      Class<? extends App> type = Class.forName(settings.app).asSubclass(App.class);
      App app = PlainJson.read(settings.settings, type);
      Service starting = Service.on(0, "http", app.threads());
      starting.route("/health", call -> Answer.ok("ok"));
      app.open(starting, settings.name);
      service = starting.start();
      say("ready " + service.port());
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
    try {
      if (service != null) {
        service.finish(STOP);
      }
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
