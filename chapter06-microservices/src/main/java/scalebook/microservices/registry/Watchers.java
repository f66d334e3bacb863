package scalebook.microservices.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Who waits for news of which service, and what was the last that each of them has heard. */
final class Watchers {
  private static final long KNOWS_ALL = Long.MAX_VALUE; // who watches no more
  private static final long PAUSE_MILLIS = 2;

  private final Map<String, Watcher> watchers = new ConcurrentHashMap<>();

  /** Which number they know, and when they will have asked again. */
  private record Watcher(String service, long index, long until) {}

  /** This one knows the service's list of this number, and will ask again within so long. */
  void knows(String id, String service, long index, long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    // A question that was on its way during the goodbye does not bring its watcher back.
    watchers.merge(
        id,
        new Watcher(service, index, until),
        (old, fresh) -> old.index() == KNOWS_ALL ? old : fresh);
  }

  /** Is told nothing any more, and waited for by nobody. */
  void goodbye(String id, String service, long millis) {
    knows(id, service, KNOWS_ALL, millis);
  }

  /** Returns when all who watch know this number; false when one has not said so in time. */
  boolean awaitAllKnow(String service, long index, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (someDoNotKnow(service, index)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  private boolean someDoNotKnow(String service, long index) {
    long now = System.nanoTime();
    watchers.values().removeIf(watcher -> watcher.until() - now < 0);
    return watchers.values().stream()
        .anyMatch(watcher -> watcher.service().equals(service) && watcher.index() < index);
  }
}
