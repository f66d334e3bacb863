package scalebook.sessions.store;

import java.util.Optional;
import java.util.OptionalLong;

/** Where sessions live. Safe for many requests at once. */
public interface Sessions extends AutoCloseable {
  /**
   * The session that this value of the session cookie stands for. Without one, and with one that
   * stands for none (unknown, expired, forged), it is a new one.
   */
  Session open(Optional<String> cookie);

  /** How many sessions this process keeps in its memory, where that is worth knowing. */
  default OptionalLong held() {
    return OptionalLong.empty();
  }

  @Override
  default void close() {}
}
