package scalebook.microservices.stage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;

/** A service that takes as long as it is told. */
public final class Dependency implements AutoCloseable {
  private static final int THREADS = 64;

  private final AtomicLong received = new AtomicLong();
  private final Service service = Service.on(0, "dependency", THREADS);

  public Dependency(long millis) {
    service
        .route(
            "/",
            call -> {
              received.incrementAndGet();
              TimeUnit.MILLISECONDS.sleep(millis); // the service time itself
              return Answer.ok("done");
            })
        .start();
  }

  public int port() {
    return service.port();
  }

  /** Calls that came in. */
  public long received() {
    return received.get();
  }

  @Override
  public void close() {
    service.close();
  }
}
