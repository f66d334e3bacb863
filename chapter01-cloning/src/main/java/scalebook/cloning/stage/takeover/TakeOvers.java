package scalebook.cloning.stage.takeover;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.engines.http.HttpCaller.Answer;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

/** What happens to clients when balancers die, or no longer hear each other. */
public final class TakeOvers {
  private static final int CLIENTS = 30;
  private static final int ASKED = 40;
  private static final int CALLERS = 4;
  private static final int REQUESTS = 500;
  private static final int PATIENCE_BEATS = 10;

  private TakeOvers() {}

  /**
   * What was seen of a kill.
   *
   * @param missed heartbeats until the other one took over
   * @param moved clients that another clone serves after it
   */
  public record TakeOver(int missed, Ledger load, int moved) {}

  /** The active one is killed while clients ask. */
  public static TakeOver takeOver(Pair pair) throws Exception {
    Map<String, String> before = new HashMap<>();
    for (int i = 0; i < CLIENTS; i++) {
      before.put("10.0.0." + i, patiently(pair, "10.0.0." + i).body());
    }
    Load load = Load.open(100, CALLERS, Long.MAX_VALUE, number -> pair.ask("10.0.1.1"));
    pair.kill("A");
    String said = pair.await("B", "active ", (long) PATIENCE_BEATS * Pair.BEAT_MILLIS);
    Ledger seen = load.stop();
    if (said.isEmpty()) {
      return new TakeOver(PATIENCE_BEATS, seen, CLIENTS);
    }
    int moved = 0;
    for (int i = CLIENTS - 1; i >= 0; i--) { // in another order, as clients come
      moved += patiently(pair, "10.0.0." + i).body().equals(before.get("10.0.0." + i)) ? 0 : 1;
    }
    return new TakeOver(Integer.parseInt(said), seen, moved);
  }

  /** The heartbeats are cut, and nothing else; answers by an active one that another followed. */
  public static long cut(Pair pair) throws Exception {
    pair.cutHeartbeats();
    pair.await("B", "active ", 5L * Pair.BEAT_MILLIS);
    return byTheOlder(pair);
  }

  /** The active one loses the keeper, too; answers as above. */
  public static long isolated(Pair pair) throws Exception {
    pair.cutKeeper("A");
    pair.await("B", "active ", (long) PATIENCE_BEATS * Pair.BEAT_MILLIS);
    return byTheOlder(pair);
  }

  /** Answers by one of two after the other one had begun to answer. */
  private static long byTheOlder(Pair pair) {
    Set<String> known = new HashSet<>();
    String newest = "";
    long byOlder = 0;
    for (int i = 0; i < ASKED; i++) {
      String name = patiently(pair, "10.0.0." + i).headers().get("x-balancer");
      newest = known.add(name) ? name : newest;
      byOlder += name.equals(newest) ? 0 : 1;
    }
    return byOlder;
  }

  /** Until somebody is active: a lease that was renewed too late costs a heartbeat. */
  private static Answer patiently(Pair pair, String client) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> pair.ask(client), answer -> true);
  }

  /**
   * Clients with one address, and with two, while all behind the first address die; at the second
   * one another balancer is active all the time, before the same clones.
   */
  public static Ledger[] addresses(Pair first, boolean both) throws Exception {
    Rotation rotation =
        new Rotation(
            Policy.Kind.ADDRESS_HASH.create(),
            Rotation.Settings.defaults(),
            System::nanoTime,
            () -> 1);
    first.clones().forEach(p -> rotation.add(new Backend("clone-" + p, "127.0.0.1", p)));
    CountDownLatch killed = new CountDownLatch(1);
    try (Balancer second = Balancer.open(0, 1, Limits.defaults(), rotation, news -> {});
        Load one = load(killed, () -> first.ask("10.0.2.1"));
        Load two = load(killed, () -> askEither(first, both ? second.port() : 0))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> two.ledger().sentCount() > REQUESTS / 10);
      first.kill("A");
      first.kill("B");
      killed.countDown();
      return new Ledger[] {one.await(), two.await()};
    }
  }

  /** Its second half waits for the kill: a machine that stands still would kill too late. */
  private static Load load(CountDownLatch killed, Callable<?> ask) {
    return Load.closed(
        CALLERS,
        REQUESTS,
        number -> {
          if (number >= REQUESTS / 2) {
            killed.await();
          }
          ask.call();
        });
  }

  /** The next address of its list, if any, when the first one fails; a GET may run twice. */
  private static Answer askEither(Pair first, int second) throws IOException {
    try {
      return first.ask("10.0.2.2");
    } catch (IOException gone) {
      if (second == 0) {
        throw gone;
      }
      return Pair.ask(second, "10.0.2.2");
    }
  }
}
