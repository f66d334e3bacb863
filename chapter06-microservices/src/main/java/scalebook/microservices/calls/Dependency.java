package scalebook.microservices.calls;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import scalebook.cloning.worker.Pages;
import scalebook.lab.Tasks;

/** A service that takes as long as it is told. */
public final class Dependency implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final HttpServer server;
  private final ExecutorService requests = Tasks.executor();
  private volatile long millis;

  public Dependency(long millis) {
    this.millis = millis;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
