package scalebook.microservices.stage;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Service;
import scalebook.microservices.calls.Connections;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.resilience.Retries;

/** A service that asks the next one; the last one in a row asks nobody: it does not work. */
public final class Tier implements AutoCloseable {
  /** "I have tried; do not try me again." */
  private static final String TRIED = "X-Tried";

  private static final int THREADS = 32;
  private static final long MOST_MILLIS = 5_000;

  private final Service service = Service.on(0, "tier", THREADS);
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong tooLate = new AtomicLong();
  private final Connections connections = new Connections();

  /** One that is there, and cannot do its work. */
  public Tier() {
    start(deadline -> Answer.text(503, "out of order"));
  }

  /** One that asks the next, and again in its own way when that fails. */
  public Tier(Tier next, Retries retries) {
    start(
        deadline -> {
          int status = retries.ask(deadline, () -> ask(next, deadline));
          return Answer.text(status, "asked").with(TRIED, "yes");
        });
  }

  /** What it does with a call that has so much time. */
  @FunctionalInterface
  private interface Work {
    Answer until(Deadline deadline) throws IOException;
  }

  private void start(Work work) {
    service.route("/", call -> work.until(arrived(call))).start();
  }

  private Deadline arrived(Call call) {
    received.incrementAndGet();
    Deadline deadline = Deadline.of(call.header(Deadline.HEADER), MOST_MILLIS);
    if (deadline.over()) {
      tooLate.incrementAndGet();
    }
    return deadline;
  }

  private Retries.Outcome ask(Tier next, Deadline deadline) throws IOException {
    HttpCaller.Answer answer = connections.call(next.port(), "GET", "/", "", deadline);
    return new Retries.Outcome(answer.status(), answer.headers().containsKey("x-tried"));
  }

  public int port() {
    return service.port();
  }

  /** Requests that came in. */
  public long received() {
    return received.get();
  }

  /** Requests that nobody waited for any more when they came. */
  public long tooLate() {
    return tooLate.get();
  }

  @Override
  public void close() {
    service.close();
    connections.close();
  }
}
