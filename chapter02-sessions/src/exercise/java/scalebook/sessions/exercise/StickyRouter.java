package scalebook.sessions.exercise;

import java.util.List;
import java.util.Optional;
import scalebook.lab.exercise.Todo;

/**
 * Sends a browser back to the server that it met before, which a cookie tells.
 *
 * <p>Whoever looks at the cookie learns nothing of our servers, and nobody can make one. Browsers
 * without a cookie are spread evenly; those that come back take nobody's turn.
 */
public final class StickyRouter {
  /** Where to, and the cookie to set; nothing to set when the browser's cookie is right. */
  public record Route(String server, Optional<String> cookie) {}

  /** The key is known to our balancers only. */
  public StickyRouter(byte[] key) {}

  /** {@code alive}: the servers in rotation now, at least one. They come and go between calls. */
  public Route route(Optional<String> cookie, List<String> alive) {
    throw new Todo("back to the server that the cookie stands for, or fairly to a fresh one");
  }
}
