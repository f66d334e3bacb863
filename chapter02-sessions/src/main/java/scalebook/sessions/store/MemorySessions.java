package scalebook.sessions.store;

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
    private final Optional<String> user;
    private final Map<String, Long> counts = new TreeMap<>();
    private long usedAt;

    private Kept(Optional<String> user) {
      this.user = user;
    }

    private void add(Map<String, Long> more) {
      more.forEach((counter, by) -> counts.merge(counter, by, Long::sum));
    }
  }

  public MemorySessions(long ttlMillis, LongSupplier clockMillis) {
    this.ttlMillis = ttlMillis;
    this.clockMillis = clockMillis;
  }

  @Override
  public synchronized Session open(Optional<String> cookie) {
    long now = clockMillis.getAsLong();
    Optional<Kept> found = cookie.map(kept::get).filter(k -> now - k.usedAt <= ttlMillis);
    if (found.isEmpty()) {
      cookie.ifPresent(kept::remove);
      return new Open(Optional.empty(), Optional.empty(), Map.of());
    }
    found.get().usedAt = now;
    return new Open(cookie, found.get().user, found.get().counts);
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
        Optional<Kept> current = id.map(kept::get);
        if (id.isPresent() && current.isEmpty()) {
          throw new Ended();
        }
        if (wish() == Wish.KEEP && current.isPresent()) {
          current.get().add(added());
          become(current.get().user, current.get().counts);
          return Optional.empty();
        }
        id.ifPresent(kept::remove);
        if (wish() == Wish.LOG_OUT_EVERYWHERE) {
          kept.values().removeIf(k -> k.user.isPresent() && k.user.equals(user()));
        }
        return wish() == Wish.KEEP || wish() == Wish.LOG_IN ? started(current) : ended();
      }
    }

    /** Under a new name, with what the visitor had collected. */
    private Optional<String> started(Optional<Kept> before) {
      Kept session = new Kept(user());
      before
          .filter(k -> k.user.isEmpty() || k.user.equals(user()))
          .ifPresent(k -> session.add(k.counts));
      session.add(added());
      session.usedAt = clockMillis.getAsLong();
      become(user(), session.counts);
      String fresh = Ids.next();
      kept.put(fresh, session);
      if (kept.size() > MOST) {
        kept.remove(kept.keySet().iterator().next());
      }
      return Optional.of(fresh);
    }
  }
}
