package scalebook.sessions.exercise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** What people really write. */
final class SessionRotationWrongAnswers {
  /** Sessions in a map; each wrong answer differs in one method. */
  private static class InAMap implements SessionRotationContract.Answer {
    static final String USER = "\0"; // no form can name it
    final Map<String, Map<String, String>> sessions = new HashMap<>();

    String id() {
      return UUID.randomUUID() + UUID.randomUUID().toString();
    }

    @Override
    public String start() {
      String id = id();
      sessions.put(id, new HashMap<>());
      return id;
    }

    @Override
    public String login(String id, String user) {
      Map<String, String> before = sessions.remove(id);
      boolean same = before != null && user.equals(before.getOrDefault(USER, user));
      Map<String, String> session = same ? before : new HashMap<>();
      session.put(USER, user);
      String fresh = id();
      sessions.put(fresh, session);
      return fresh;
    }

    @Override
    public void logout(String id) {
      sessions.remove(id);
    }

    @Override
    public boolean save(String id, String attribute, String value) {
      return sessions.containsKey(id) && sessions.get(id).put(attribute, value) != id;
    }

    @Override
    public Optional<String> user(String id) {
      return attribute(id, USER);
    }

    @Override
    public Optional<String> attribute(String id, String name) {
      return Optional.ofNullable(sessions.get(id)).map(session -> session.get(name));
    }
  }

  /** Logs in under the id that the visitor came with: session fixation. */
  static class KeepsTheId extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public String login(String id, String user) {
          sessions.computeIfAbsent(id, unused -> new HashMap<>()).put(USER, user);
          return id;
        }
      };
    }
  }

  /** A new id, but the old one still leads to the same session. */
  static class TwoDoors extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public String login(String id, String user) {
          Map<String, String> session = sessions.getOrDefault(id, new HashMap<>());
          session.put(USER, user);
          String fresh = id();
          sessions.put(fresh, session);
          return fresh;
        }
      };
    }
  }

  /** Makes the session when it is missing: a late save revives it. */
  static class SavesIntoNothing extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public boolean save(String id, String attribute, String value) {
          sessions.computeIfAbsent(id, unused -> new HashMap<>()).put(attribute, value);
          return true;
        }
      };
    }
  }

  /** Carries the cart along, whoever logs in. */
  static class InheritsTheCart extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public String login(String id, String user) {
          Map<String, String> before = sessions.remove(id);
          Map<String, String> session = before == null ? new HashMap<>() : before;
          session.put(USER, user);
          String fresh = id();
          sessions.put(fresh, session);
          return fresh;
        }
      };
    }
  }

  /** The time and a counter. */
  static class Guessable extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        private long next;

        @Override
        String id() {
          return "%016x%016x".formatted(System.currentTimeMillis(), next++);
        }
      };
    }
  }

  /** The user is an attribute like others: whoever saves it is logged in. */
  static class TheUserIsAnAttribute extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public boolean save(String id, String attribute, String value) {
          return super.save(id, attribute.equals("user") ? USER : attribute, value);
        }
      };
    }
  }

  /** Who is logged in already keeps the id. */
  static class KeepsTheIdOfTheSameUser extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public String login(String id, String user) {
          return user(id).equals(Optional.of(user)) ? id : super.login(id, user);
        }
      };
    }
  }

  /** Random for visitors, and the user's name and a number for those who have logged in. */
  static class GuessableAfterTheLogIn extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        private long logins;

        @Override
        public String login(String id, String user) {
          String fresh = super.login(id, user);
          String known = "%s-%024d".formatted(user, logins++);
          sessions.put(known, sessions.remove(fresh));
          return known;
        }
      };
    }
  }

  /** One cart for all. */
  static class OneCartForAll extends SessionRotationContract {
    @Override
    Answer answer() {
      Map<String, String> cart = new HashMap<>();
      return new InAMap() {
        @Override
        public boolean save(String id, String attribute, String value) {
          cart.put(attribute, value);
          return sessions.containsKey(id);
        }

        @Override
        public Optional<String> attribute(String id, String name) {
          return name.equals(USER) || !sessions.containsKey(id)
              ? super.attribute(id, name)
              : Optional.ofNullable(cart.get(name));
        }
      };
    }
  }

  /** Random numbers that begin with the same seed on every server. */
  static class TheSameSeed extends SessionRotationContract {
    @Override
    Answer answer() {
      Random random = new Random(42);
      return new InAMap() {
        @Override
        String id() {
          return "%016x%016x".formatted(random.nextLong(), random.nextLong());
        }
      };
    }
  }

  /** 122 random bits, and six that everybody knows. */
  static class AUuid extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        String id() {
          return UUID.randomUUID().toString();
        }
      };
    }
  }

  /** The old id with something behind it: whoever knew it knows most of the new one. */
  static class TheOldIdAndMore extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public String login(String id, String user) {
          String fresh = super.login(id, user);
          String longer = id + fresh;
          sessions.put(longer, sessions.remove(fresh));
          return longer;
        }
      };
    }
  }

  /** Made of the old id and the name: whoever planted the one knows the other. */
  static class AHashOfTheOldId extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public String login(String id, String user) {
          String fresh = super.login(id, user);
          String made = UUID.nameUUIDFromBytes((id + user).getBytes()) + "-" + user;
          sessions.put(made, sessions.remove(fresh));
          return made;
        }
      };
    }
  }

  /** A log-in ends the sessions that the user has in other browsers. */
  static class OneBrowserAUser extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public String login(String id, String user) {
          sessions
              .entrySet()
              .removeIf(e -> !e.getKey().equals(id) && user.equals(e.getValue().get(USER)));
          return super.login(id, user);
        }
      };
    }
  }

  /** A log-out in one browser is one in all. */
  static class LogsOutEverywhere extends SessionRotationContract {
    @Override
    Answer answer() {
      return new InAMap() {
        @Override
        public void logout(String id) {
          Optional<String> user = user(id);
          super.logout(id);
          sessions.values().removeIf(s -> user.isPresent() && user.get().equals(s.get(USER)));
        }
      };
    }
  }

  private SessionRotationWrongAnswers() {}
}
