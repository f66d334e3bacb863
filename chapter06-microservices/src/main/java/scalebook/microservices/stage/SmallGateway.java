package scalebook.microservices.stage;

import java.io.IOException;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;
import scalebook.microservices.calls.Connections;
import scalebook.microservices.resilience.Deadline;
import scalebook.microservices.resilience.Guard;

/** So many threads for all paths, and a dependency behind each path. */
public final class SmallGateway implements AutoCloseable {
  private final Service service;
  private final Connections connections = new Connections();

  public SmallGateway(int threads) {
    service = Service.on(0, "small-gateway", threads).start();
  }

  /** Waits for the dependency as long as it takes, at most {@code mostMillis}. */
  public SmallGateway route(String path, Dependency dependency, int mostMillis) {
    service.route(
        path,
        call -> {
          try {
            return ask(dependency, mostMillis);
          } catch (IOException late) {
            return Answer.text(504, "no answer in time");
          }
        });
    return this;
  }

  /** The same with a guard: a call that is rejected or fails gets the fallback. */
  public SmallGateway guarded(String path, Dependency dependency, int mostMillis, Guard guard) {
    service.route(
        path,
        call ->
            guard.call(
                () -> ask(dependency, mostMillis), () -> Answer.ok("not known at the moment")));
    return this;
  }

  private Answer ask(Dependency dependency, int mostMillis) throws IOException {
    Deadline deadline = Deadline.in(mostMillis);
    return Answer.ok(
        connections.call(dependency.port(), "GET", "/", "", deadline).orFail().body().strip());
  }

  public int port() {
    return service.port();
  }

  @Override
  public void close() {
    service.close();
    connections.close();
  }
}
