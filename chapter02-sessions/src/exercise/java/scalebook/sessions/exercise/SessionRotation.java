package scalebook.sessions.exercise;

import java.util.Optional;
import scalebook.lab.exercise.Todo;

/**
 * Sessions in a map, with the two holes closed that most home-made ones have: somebody who knew a
 * session's id before the log-in, and a request that saves after the log-out.
 */
public final class SessionRotation {
  /** A new visitor; returns the id of their session, which nobody can guess. */
  public String start() {
    throw new Todo("128 random bits, from SecureRandom");
  }

  /**
   * Returns the id from now on, always a new one. What the visitor had collected goes along; what
   * another user of the same browser had collected does not. An id that we never gave out is not
   * adopted. The user's sessions in other browsers stay.
   */
  public String login(String id, String user) {
    throw new Todo("a new id, and the old one is worth nothing");
  }

  /** In this browser. */
  public void logout(String id) {
    throw new Todo("nobody finds the session any more");
  }

  /**
   * False, and nothing happens, when there is no such session (any more). An attribute may have any
   * name, and logs nobody in.
   */
  public boolean save(String id, String attribute, String value) {
    throw new Todo("only into a session that is there");
  }

  public Optional<String> user(String id) {
    throw new Todo("who is logged in");
  }

  public Optional<String> attribute(String id, String name) {
    throw new Todo("what was saved");
  }
}
