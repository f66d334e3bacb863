package scalebook.sessions.solution;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** One map; a log-in moves the session to a new id instead of copying it. */
public final class SessionRotation {
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new HashMap<>();

  /** The user is no attribute: a form could name it. */
  private record Session(Optional<String> user, Map<String, String> attributes) {}

  public String start() {
    return keep(Optional.empty(), new HashMap<>());
  }

  private String keep(Optional<String> user, Map<String, String> attributes) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    String text = HexFormat.of().formatHex(id);
    sessions.put(text, new Session(user, attributes));
    return text;
  }

  public String login(String id, String user) {
    Session before = sessions.remove(id);
    boolean own = before != null && before.user().orElse(user).equals(user);
    return keep(Optional.of(user), own ? before.attributes() : new HashMap<>());
  }

  public void logout(String id) {
    sessions.remove(id);
  }

  public boolean save(String id, String attribute, String value) {
    Session session = sessions.get(id);
    if (session != null) {
      session.attributes().put(attribute, value);
    }
    return session != null;
  }

  public Optional<String> user(String id) {
    return Optional.ofNullable(sessions.get(id)).flatMap(Session::user);
  }

  public Optional<String> attribute(String id, String name) {
    return Optional.ofNullable(sessions.get(id)).map(session -> session.attributes().get(name));
  }
}
