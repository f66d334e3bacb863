package scalebook.sessions.store;

import java.util.Optional;

/** Where sessions live. Safe for many requests at once. */
public interface Sessions extends AutoCloseable {
  /**
   * The session that this value of the session cookie stands for. Without one, and with one that
   * stands for none (unknown, expired, forged), it is a new one.
   */
  Session open(Optional<String> cookie);

  @Override
  default void close() {}
}
