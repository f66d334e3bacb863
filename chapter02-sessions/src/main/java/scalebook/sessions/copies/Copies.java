package scalebook.sessions.copies;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import scalebook.engines.json.Json;

/** The copies in one clone's memory. Safe for many threads; a step of several holds its monitor. */
public final class Copies {
  /** The one that was used longest ago goes first. */
  private static final int MOST = 100_000;

  private final long ttlMillis;
  private final boolean merges;
  private final LongSupplier clockMillis;

  /** In the order of their last use. Guarded by this. */
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param home whether it was put here, and came from nobody since
   */
  private record Kept(Copy copy, long usedAt, boolean home) {}

  /** {@code merges}: whether a copy that comes is merged into what is there, or overwrites it. */
  public Copies(long ttlMillis, boolean merges, LongSupplier clockMillis) {
    this.ttlMillis = ttlMillis;
    this.merges = merges;
    this.clockMillis = clockMillis;
  }

  /** One that has neither ended nor expired; it is used now. */
  public synchronized Optional<Copy> live(String id) {
    long now = clockMillis.getAsLong();
    Optional<Kept> live =
        Optional.ofNullable(kept.get(id))
            .filter(k -> !k.copy.ended() && now - k.usedAt <= ttlMillis);
    live.ifPresent(k -> keep(k.copy, k.home));
    return live.map(Kept::copy);
  }

  /** The same, or what is left of one that has ended: whoever missed the end learns of it. */
  public synchronized Optional<Copy> liveOrEnded(String id) {
    Optional<Copy> live = live(id);
    return live.isPresent()
        ? live
        : Optional.ofNullable(kept.get(id)).map(Kept::copy).filter(Copy::ended);
  }

  /** Whether the newest of it is here: any other copy may be behind one that was put elsewhere. */
  public synchronized boolean home(String id) {
    Kept mine = kept.get(id);
    return mine != null && mine.home;
  }

  /** It lives here from now on. */
  public synchronized void put(Copy copy) {
    keep(copy, true);
  }

  private void keep(Copy copy, boolean home) {
    kept.put(copy.id(), new Kept(copy, clockMillis.getAsLong(), home));
    if (kept.size() > MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /** What another clone sent: a list of copies. */
  public synchronized void take(String copies) {
    for (Copy copy : Json.read(copies, Copy[].class)) {
      Kept mine = kept.get(copy.id());
      keep(mine == null || !merges ? copy : mine.copy.merged(copy), false);
    }
  }

  public synchronized void drop(String id) {
    kept.remove(id);
  }

  public synchronized void endAllOf(String user) {
    kept.replaceAll(
        (id, k) -> k.copy.user().equals(user) ? new Kept(k.copy.end(), k.usedAt, k.home) : k);
  }

  /** Those that live. */
  public synchronized long count() {
    return kept.values().stream().filter(k -> !k.copy.ended()).count();
  }

  /** All of them, tombstones too, for another clone. */
  public synchronized String text() {
    return Json.text(kept.values().stream().map(Kept::copy).toList());
  }

  /** These, as far as they are here, for another clone. */
  public synchronized String text(Collection<String> ids) {
    return Json.text(ids.stream().map(kept::get).filter(Objects::nonNull).map(Kept::copy).toList());
  }

  public static String text(Copy... copies) {
    return Json.text(Arrays.asList(copies));
  }
}
