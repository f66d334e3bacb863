package scalebook.microservices.stage.away;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.stage.ensemble.Ensemble;

/**
 * One registry is cut off from the others; meanwhile an instance is killed and another one joins.
 *
 * @param ours that our registry lists there
 * @param dead the killed one is among them, and not on the other side
 * @param alone what the ZooKeeper node says
 * @param gone after how many questions the leader did not list the killed one any more
 */
public record CutOff(int ours, boolean dead, Both.Alone alone, Gone gone) {
  private static final int EVERY_MILLIS = 20;

  /** Questions to the leader: a slow leader answers fewer of them. */
  public record Gone(int questions, long millis, int sessionMillis) {
    /** Servers look at sessions once a tick, and the last heartbeat came before the kill. */
    int most() {
      return (sessionMillis + 2 * Ensemble.TICK_MILLIS) / EVERY_MILLIS;
    }

    public boolean inTime() {
      return questions <= most();
    }

    @Override
    public String toString() {
      String text = "a session of %,d ms, ticks of %d ms: its node goes %,d ms later";
      return String.format(Locale.ROOT, text, sessionMillis, Ensemble.TICK_MILLIS, millis);
    }
  }

  public static CutOff of(Both both, int sessionMillis) throws Exception {
    Ensemble ensemble = both.ensemble;
    both.pair.cut();
    ensemble.cut();
    Both.until("a node knows that it is alone", () -> ensemble.alone(Ensemble.ALONE));
    Discovery leader = both.reader(both.leader());
    Discovery alone = both.reader(Ensemble.ALONE);
    Both.until("the leader lists it", () -> Both.names(leader).contains(Both.MORTAL));
    both.mortal.kill();
    CompletableFuture<Gone> gone = new CompletableFuture<>();
    Tasks.daemon("gone", () -> gone.complete(gone(leader, sessionMillis))).start();
    both.join(Both.NEW, both.pair.first());
    Both.Alone said = Both.Alone.of(alone);
    Gone last = gone.get();
    Both.until("the first registry knows the truth", () -> truth(both.pair.first()));
    Set<String> ours = Both.ours(both.pair.second());
    return new CutOff(ours.size(), ours.contains(Both.MORTAL), said, last);
  }

  private static boolean truth(int registry) throws IOException {
    Set<String> names = Both.ours(registry);
    return names.contains(Both.NEW) && !names.contains(Both.MORTAL);
  }

  private static Gone gone(Discovery leader, int sessionMillis) {
    long start = System.nanoTime();
    int most = 2 * new Gone(0, 0, sessionMillis).most();
    int questions = 1;
    while (questions < most && lists(leader)) {
      questions++;
    }
    return new Gone(questions, (System.nanoTime() - start) / 1_000_000, sessionMillis);
  }

  private static boolean lists(Discovery leader) {
    try {
      TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      return Both.names(leader).contains(Both.MORTAL);
    } catch (IOException notNow) {
      return true;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
