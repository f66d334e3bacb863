package scalebook.sessions.exercise;

import java.util.Optional;

class SessionRotationExerciseTest extends SessionRotationContract {
  @Override
  Answer answer() {
    SessionRotation sessions = new SessionRotation();
    return new Answer() {
      @Override
      public String start() {
        return sessions.start();
      }

      @Override
      public String login(String id, String user) {
        return sessions.login(id, user);
      }

      @Override
      public void logout(String id) {
        sessions.logout(id);
      }

      @Override
      public boolean save(String id, String attribute, String value) {
        return sessions.save(id, attribute, value);
      }

      @Override
      public Optional<String> user(String id) {
        return sessions.user(id);
      }

      @Override
      public Optional<String> attribute(String id, String name) {
        return sessions.attribute(id, name);
      }
    };
  }
}
