package scalebook.microservices.stage.away;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import scalebook.microservices.registry.Discovery;
import scalebook.microservices.stage.ensemble.Ensemble;

/**
 * The registries have each other again.
 *
 * @param ours that our second registry lists then
 * @param seen the new one is among them
 * @param questions to the first one that this took, a tenth of a second apart
 * @param listed by the ZooKeeper node's first list
 * @param stale that list does not have the new one
 */
public record Healed(int ours, boolean seen, long questions, int listed, boolean stale) {
  private static final int LOOKS = 150;
  private static final int EVERY_MILLIS = 20;

  public static Healed of(Both both) throws Exception {
    int second = both.pair.second();
    long before = both.pair.questions();
    both.pair.heal();
    both.ensemble.heal();
    for (int i = 0; i < LOOKS && !Both.ours(second).contains(Both.NEW); i++) {
      TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
    }
    long questions = both.pair.questions() - before;
    Set<String> ours = Both.ours(second);
    Both.until("the node serves again", () -> both.ensemble.serves(Ensemble.ALONE));
    Discovery reader = both.reader(Ensemble.ALONE);
    Set<String> first = Both.until("its first list", () -> Both.names(reader), any -> true);
    boolean seen = ours.contains(Both.NEW);
    return new Healed(ours.size(), seen, questions, first.size(), !first.contains(Both.NEW));
  }
}
