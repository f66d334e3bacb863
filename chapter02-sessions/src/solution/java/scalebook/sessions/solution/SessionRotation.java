package scalebook.sessions.solution;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** One map; a log-in moves the session to a new id instead of copying it. */
public final class SessionRotation {
  private static final String USER = " user"; // no attribute that a form could name

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Map<String, String>> sessions = new HashMap<>();

  public String start() {
    return keep(new HashMap<>());
  }

  private String keep(Map<String, String> session) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    String text = HexFormat.of().formatHex(id);
    sessions.put(text, session);
    return text;
  }

  public String login(String id, String user) {
    Map<String, String> session = sessions.remove(id);
    if (session == null || !user.equals(session.getOrDefault(USER, user))) {
      session = new HashMap<>();
    }
    session.put(USER, user);
    return keep(session);
  }

  public void logout(String id) {
    sessions.remove(id);
  }

  public boolean save(String id, String attribute, String value) {
    Map<String, String> session = sessions.get(id);
    if (session != null) {
      session.put(attribute, value);
    }
    return session != null;
  }

  public Optional<String> user(String id) {
    return attribute(id, USER);
  }

  public Optional<String> attribute(String id, String name) {
    return Optional.ofNullable(sessions.get(id)).map(session -> session.get(name));
  }
}
