package scalebook.sessions.stage.visitors;

import java.util.Optional;
import scalebook.sessions.store.ClientSideSessions;
import scalebook.sessions.store.KeyRing;
import scalebook.sessions.store.Revocations;
import scalebook.sessions.store.Session;

/** Cookies as a worker with these keys seals and opens them, at whatever time we like. */
public record Forged(KeyRing keys, long nowMillis, long ttlMillis) {
  public static final long TTL_MILLIS = 60_000;

  public Forged(KeyRing keys, long ttlMillis) {
    this(keys, System.currentTimeMillis(), ttlMillis);
  }

  /** The same text but for one letter. */
  public static String oneLetter(String good, int at) {
    char other = good.charAt(at) == 'A' ? 'B' : 'A';
    return good.substring(0, at) + other + good.substring(at + 1);
  }

  private ClientSideSessions sessions(long now) {
    return new ClientSideSessions(keys, Revocations.NONE, ttlMillis, () -> now);
  }

  /** Somebody is logged in now. */
  public String sealed(String user) {
    Session session = sessions(nowMillis).open(Optional.empty());
    session.login(user);
    try {
      return session.save().orElseThrow();
    } catch (Session.Ended e) {
      throw new IllegalStateException("a new session cannot have ended", e);
    }
  }

  /** Whether it stands for somebody so much later. */
  public boolean opens(String cookie, long laterMillis) {
    return sessions(nowMillis + laterMillis).open(Optional.of(cookie)).user().isPresent();
  }
}
