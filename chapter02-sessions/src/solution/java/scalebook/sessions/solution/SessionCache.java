package scalebook.sessions.solution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import scalebook.sessions.exercise.SessionCache.Store;
import scalebook.sessions.exercise.SessionCache.Versioned;

/** Beside each copy stands the version that a read must have: it only grows. */
public final class SessionCache {
  private final Store store;
  private final Map<String, Near> near;

  /** What is needed at least, and a copy that may be older, or missing. */
  private record Near(long atLeast, Optional<Versioned> copy) {
    private Optional<Versioned> since(long seen) {
      return copy.filter(c -> c.version() >= Math.max(seen, atLeast));
    }
  }

  public SessionCache(Store store, int most) {
    this.store = store;
    this.near =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Near> eldest) {
            return size() > most;
          }
        };
  }

  public Optional<Versioned> read(String id, long seen) {
    return at(id).since(seen).or(() -> kept(id, store.load(id)));
  }

  public Optional<Versioned> write(String id, String text) {
    return kept(id, store.save(id, text));
  }

  public void changed(String id, long version) {
    Near now = at(id);
    near.put(id, new Near(Math.max(now.atLeast, version), now.copy));
  }

  private Near at(String id) {
    return near.getOrDefault(id, new Near(0, Optional.empty()));
  }

  /** A load may have been overtaken: the newer copy stays. */
  private Optional<Versioned> kept(String id, Optional<Versioned> told) {
    Near now = at(id);
    boolean older =
        told.isPresent() && now.copy.isPresent() && told.get().version() < now.copy.get().version();
    near.put(id, older ? now : new Near(now.atLeast, told));
    return older ? now.copy : told;
  }
}
