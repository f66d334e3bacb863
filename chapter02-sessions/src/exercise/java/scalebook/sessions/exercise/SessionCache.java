package scalebook.sessions.exercise;

import java.util.Optional;
import scalebook.lab.exercise.Todo;

/**
 * Copies of sessions near the clone, over a store that has the truth: most reads need no store, and
 * none shows a version older than its browser has seen or a message of the store has named.
 */
public final class SessionCache {
  /** A session as it was; each change has a larger version, and 0 is older than all. */
  public record Versioned(String text, long version) {}

  /** The truth, for all clones. While it answers, anything may happen, here and elsewhere. */
  public interface Store {
    /** Nothing when there is no such session (any more). */
    Optional<Versioned> load(String id);

    /**
     * Saves, and gives the session as it is then; when it has ended, saves nothing and gives
     * nothing.
     */
    Optional<Versioned> save(String id, String text);
  }

  /** Keeps at most {@code most} copies. */
  public SessionCache(Store store, int most) {}

  /** The session, at least as new as the version that its browser has seen. */
  public Optional<Versioned> read(String id, long seen) {
    throw new Todo("the copy, if it is new enough; otherwise what the store has");
  }

  /** Writes through to the store; the next read does not need the store. */
  public Optional<Versioned> write(String id, String text) {
    throw new Todo("save, and keep what it has become");
  }

  /**
   * A message of the store: a clone made this version, so an older copy must not be shown again.
   */
  public void changed(String id, long version) {
    throw new Todo("also for a load that is under way");
  }
}
