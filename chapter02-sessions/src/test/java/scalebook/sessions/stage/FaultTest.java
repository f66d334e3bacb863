package scalebook.sessions.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/** What is predicted for policies that see an address, beside the policies themselves. */
class FaultTest {
  private static final int CLIENTS = 20_000;

  private static Backend[] workers(int count) {
    Backend[] workers = new Backend[count];
    Arrays.setAll(workers, i -> new Backend("worker-" + i, "127.0.0.1", 1_000 + i));
    return workers;
  }

  @ParameterizedTest
  @CsvSource({
    "STICKY_ADDRESS,WORKER_ADDED,4,5", "STICKY_ADDRESS,WORKER_KILLED,4,3",
    "STICKY_CONSISTENT,WORKER_ADDED,4,5", "STICKY_CONSISTENT,WORKER_KILLED,4,3",
    "STICKY_ADDRESS,ROUTE_COOKIE_LOST,4,4", "STICKY_CONSISTENT,ROUTE_COOKIE_LOST,4,4",
    "STICKY_CONSISTENT,WORKER_ADDED,2,3", "STICKY_ADDRESS,WORKER_KILLED,8,7"
  })
  void clientsThatMoveAreAsManyAsPredicted(Strategy strategy, Fault fault, int from, int to) {
    Policy policy = strategy.policy();
    Backend[] before = workers(from);
    Backend[] after = workers(to);
    int moved = 0;
    for (int i = 0; i < CLIENTS; i++) {
      String client = "10.%d.%d.7".formatted(i / 256, i % 256);
      String home = policy.pick(before, client).name();
      moved += policy.pick(after, client).name().equals(home) ? 0 : 1;
    }
    double predicted = fault.predicted(strategy, from);
    assertThat(moved / (double) CLIENTS)
        .as("share of clients that meet another worker, %s, %s", strategy, fault)
        .isCloseTo(predicted, within(Matrix.tolerance(predicted, CLIENTS) + 1e-9));
  }
}
