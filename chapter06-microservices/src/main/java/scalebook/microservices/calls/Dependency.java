package scalebook.microservices.calls;

import com.sun.net.httpserver.HttpServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;

/** A service that takes as long as it is told. */
public final class Dependency implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService requests = Tasks.executor();
  private volatile long millis;

  public Dependency(long millis) {
    this.millis = millis;
    server = Http.server(0);
    server.setExecutor(requests);
    server.createContext(
        "/",
        Pages.guarded(
            exchange -> {
              try {
                TimeUnit.MILLISECONDS.sleep(this.millis); // the service time itself
              } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
              }
              Pages.text(exchange, 200, "done");
            }));
    server.start();
  }

  public void takes(long newMillis) {
    millis = newMillis;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
