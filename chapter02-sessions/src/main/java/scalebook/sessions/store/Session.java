package scalebook.sessions.store;

import java.util.Map;
import java.util.Optional;

/** What is known of one visitor, for the length of one request. */
public interface Session {
  /** Who is logged in. */
  Optional<String> user();

  /** Named counters: visits, and pieces of each thing in the cart. */
  Map<String, Long> counts();

  /** Takes effect with {@link #save}. */
  void add(String counter, long by);

  /** From now on this is the session of that user, under a new name that nobody else can know. */
  void login(String user);

  /** Ends it: whoever still holds its name holds nothing. */
  void logout();

  /** Ends all sessions of this user, on whatever device. */
  void logoutEverywhere();

  /**
   * Makes the changes last; {@link #counts} then includes what others changed meanwhile.
   *
   * @return what the browser is to keep, when that is something new; empty text to forget it
   * @throws Ended when somebody ended the session while this request was under way
   */
  Optional<String> save() throws Ended;

  /** The session was ended meanwhile: saving would have brought it back to life. */
  final class Ended extends Exception {
    private static final long serialVersionUID = 1;

    public Ended() {
      super("this session was ended");
    }
  }

  /** The session does not fit where it must be kept. */
  final class TooLarge extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public TooLarge(String message) {
      super(message);
    }
  }
}
