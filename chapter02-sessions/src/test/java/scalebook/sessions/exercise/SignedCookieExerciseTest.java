package scalebook.sessions.exercise;

import java.util.Map;
import java.util.Optional;

class SignedCookieExerciseTest extends SignedCookieContract {
  @Override
  Answer answer(Map<Integer, byte[]> keys, int signing) {
    SignedCookie cookie = new SignedCookie(keys, signing);
    return new Answer() {
      @Override
      public String sign(String value, long expiresMillis) {
        return cookie.sign(value, expiresMillis);
      }

      @Override
      public Optional<String> verify(String text, long nowMillis) {
        return cookie.verify(text, nowMillis);
      }
    };
  }
}
