package scalebook.sessions.stage.visitors;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import scalebook.engines.http.HttpCaller;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

/** Visits by a few at a time, each on a connection that it has to itself. */
public final class Visits {
  private static final int TIMEOUT_MILLIS = 5_000;

  private Visits() {}

  /** One of them. */
  @FunctionalInterface
  public interface Visit {
    void of(int number, HttpCaller connection) throws Exception;
  }

  public static HttpCaller connect(int port) {
    return new HttpCaller(port, TIMEOUT_MILLIS);
  }

  /** All of {@code count}; returns when each was answered. */
  public static Ledger run(int port, int callers, int count, Visit visit)
      throws InterruptedException {
    Deque<HttpCaller> free = new ConcurrentLinkedDeque<>();
    for (int i = 0; i < callers; i++) {
      free.add(connect(port));
    }
    try (Load load =
        Load.closed(
            callers,
            count,
            number -> {
              HttpCaller connection = free.pop(); // there is one for each caller
              try {
                visit.of((int) number, connection);
              } finally {
                free.push(connection);
              }
            })) {
      return load.await();
    } finally {
      free.forEach(HttpCaller::close);
    }
  }
}
