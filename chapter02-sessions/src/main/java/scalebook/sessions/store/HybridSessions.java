package scalebook.sessions.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Near the visitor's clone for reading, in the shared store for truth: every change goes through to
 * the store, and most reads need no round trip.
 *
 * <p>The cookie carries the version that its browser has seen. A clone whose copy is older loads
 * the session again: so nobody misses what they wrote elsewhere.
 */
public final class HybridSessions implements Sessions {
  private static final int MOST = 10_000;

  private final SharedSessions store;
  private final Settings settings;
  private final LongSupplier clockMillis;

  /** Copies, in the order of their last use. Guarded by this. */
  private final Map<String, Near> near = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * When a copy is believed.
   *
   * @param versions whether the version in the cookie counts
   * @param trustMillis what other devices changed (a log-out everywhere) shows after this time
   */
  public record Settings(boolean versions, long trustMillis) {}

  private record Near(Map<String, String> fields, long loadedAt) {
    private long version() {
      return Long.parseLong(fields.getOrDefault("version", "0"));
    }
  }

  /** A session's cookie: which one, and at least how new. */
  private record Seen(String id, long version) {
    private static Optional<Seen> of(String cookie) {
      int dot = cookie.indexOf('.');
      String digits = cookie.substring(dot + 1);
      return dot > 0 && digits.matches("[0-9]{1,18}") && Ids.plausible(cookie.substring(0, dot))
          ? Optional.of(new Seen(cookie.substring(0, dot), Long.parseLong(digits)))
          : Optional.empty();
    }
  }

  public HybridSessions(SharedSessions store, Settings settings, LongSupplier clockMillis) {
    this.store = store;
    this.settings = settings;
    this.clockMillis = clockMillis;
  }

  @Override
  public Session open(Optional<String> cookie) {
    Optional<Seen> seen = cookie.flatMap(Seen::of);
    Optional<Near> found = seen.flatMap(s -> believed(s).or(() -> loaded(s.id)));
    return new Open(
        found.isPresent() ? store.open(seen.get().id, found.get().fields) : store.fresh(),
        found.map(Near::version).orElse(-1L));
  }

  private synchronized Optional<Near> believed(Seen seen) {
    return Optional.ofNullable(near.get(seen.id))
        .filter(copy -> clockMillis.getAsLong() - copy.loadedAt <= settings.trustMillis)
        .filter(copy -> !settings.versions || copy.version() >= seen.version);
  }

  private Optional<Near> loaded(String id) {
    Map<String, String> fields = store.load(id);
    if (fields.isEmpty()) {
      forget(id);
      return Optional.empty();
    }
    return Optional.of(keep(id, fields));
  }

  /** Of two tabs the one with the newer version counts, whichever comes last. */
  private synchronized Near keep(String id, Map<String, String> fields) {
    Near fresh = new Near(fields, clockMillis.getAsLong());
    Near kept = near.merge(id, fresh, (old, now) -> old.version() > now.version() ? old : now);
    if (near.size() > MOST) {
      near.remove(near.keySet().iterator().next());
    }
    return kept;
  }

  private synchronized void forget(String id) {
    near.remove(id);
  }

  @Override
  public void close() {
    store.close();
  }

  /** A session of the store, which remembers what it becomes. */
  private final class Open extends Delegated {
    private final SharedSessions.Open inStore;
    private final long version;

    private Open(SharedSessions.Open inStore, long version) {
      super(inStore);
      this.inStore = inStore;
      this.version = version;
    }

    @Override
    public Optional<String> save() throws Ended {
      String before = inStore.id();
      Optional<String> cookie;
      try {
        cookie = inStore.save();
      } catch (Ended ended) {
        forget(before);
        throw ended;
      }
      Map<String, String> now = inStore.stored();
      if (now.isEmpty()) {
        forget(before);
        return cookie;
      }
      String id = cookie.orElse(before);
      if (!id.equals(before)) {
        forget(before);
      }
      long saved = keep(id, now).version();
      return saved == version ? Optional.empty() : Optional.of(id + "." + saved);
    }
  }
}
