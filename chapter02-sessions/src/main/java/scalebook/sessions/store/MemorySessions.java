package scalebook.sessions.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** In this process's memory: fast, simple, and gone with the process. */
public final class MemorySessions implements Sessions {
  /** The one that was used longest ago goes first. */
  private static final int MOST = 100_000;

  private final long ttlMillis;
  private final LongSupplier clockMillis;

  /** In the order of their last use. Guarded by this. */
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Kept {
    private final String user;
    private final Map<String, Long> counts = new TreeMap<>();
    private long usedAt;

    private Kept(Optional<String> user) {
      this.user = user.orElse("");
    }

    private Optional<String> user() {
      return user.isEmpty() ? Optional.empty() : Optional.of(user);
    }
  }

  public MemorySessions(long ttlMillis, LongSupplier clockMillis) {
    this.ttlMillis = ttlMillis;
    this.clockMillis = clockMillis;
  }

  @Override
  public synchronized Session open(Optional<String> cookie) {
    long now = clockMillis.getAsLong();
    Kept found = cookie.map(kept::get).orElse(null);
    if (found != null && now - found.usedAt > ttlMillis) {
      kept.remove(cookie.get());
      found = null;
    }
    if (found == null) {
      return new Open(Optional.empty(), Optional.empty(), Map.of());
    }
    found.usedAt = now;
    return new Open(cookie, found.user(), found.counts);
  }

  private void keep(String id, Kept session) {
    session.usedAt = clockMillis.getAsLong();
    kept.put(id, session);
    if (kept.size() > MOST) {
      Iterator<String> oldest = kept.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private final class Open extends Draft {
    private final Optional<String> id;

    private Open(Optional<String> id, Optional<String> user, Map<String, Long> counts) {
      super(user, counts);
      this.id = id;
    }

    @Override
    public Optional<String> save() throws Ended {
      synchronized (MemorySessions.this) {
        return change();
      }
    }

    private Optional<String> change() throws Ended {
      Kept current = id.map(kept::get).orElse(null);
      if (id.isPresent() && current == null) {
        throw new Ended();
      }
      switch (wish()) {
        case LOG_OUT -> {
          id.ifPresent(kept::remove);
          return ended();
        }
        case LOG_OUT_EVERYWHERE -> {
          id.ifPresent(kept::remove);
          kept.values().removeIf(k -> user().isPresent() && k.user().equals(user()));
          return ended();
        }
        case LOG_IN -> {
          id.ifPresent(kept::remove);
          return started(current);
        }
        default -> {
          if (current == null) {
            return started(null);
          }
          added().forEach((counter, by) -> current.counts.merge(counter, by, Long::sum));
          become(current.user(), current.counts);
          return Optional.empty();
        }
      }
    }

    private Optional<String> started(Kept before) {
      Kept session = new Kept(user());
      if (before != null && (before.user.isEmpty() || before.user().equals(user()))) {
        session.counts.putAll(before.counts);
      }
      added().forEach((counter, by) -> session.counts.merge(counter, by, Long::sum));
      become(user(), session.counts);
      String fresh = Ids.next();
      keep(fresh, session);
      return Optional.of(fresh);
    }
  }
}
