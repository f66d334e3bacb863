package scalebook.sessions.exercise;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What people really write. */
final class SignedCookieWrongAnswers {
  /** {@code value.end.key.signature}, signed in one of the usual wrong ways. */
  private abstract static class Parts implements SignedCookieContract.Answer {
    final Map<Integer, byte[]> keys;
    private final int signing;

    Parts(Map<Integer, byte[]> keys, int signing) {
      this.keys = keys;
      this.signing = signing;
    }

    abstract String signature(String value, String end, String key, byte[] secret);

    @Override
    public String sign(String value, long expiresMillis) {
      String kept = text(value.getBytes(StandardCharsets.UTF_8));
      String end = String.valueOf(expiresMillis);
      String key = String.valueOf(signing);
      String signature = signature(kept, end, key, keys.get(signing));
      return String.join(".", kept, end, key, signature);
    }

    @Override
    public Optional<String> verify(String cookie, long nowMillis) {
      String[] parts = cookie.split("\\.", -1);
      try {
        byte[] secret = parts.length == 4 ? keys.get(Integer.parseInt(parts[2])) : null;
        if (secret == null
            || !signature(parts[0], parts[1], parts[2], secret).equals(parts[3])
            || Long.parseLong(parts[1]) <= nowMillis) {
          return Optional.empty();
        }
        byte[] value = Base64.getUrlDecoder().decode(parts[0]);
        return Optional.of(new String(value, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String mac(String said, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return text(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The end stands beside the MAC, not under it. */
  static class TheEndIsNotSigned extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Parts(keys, signing) {
        @Override
        String signature(String value, String end, String key, byte[] secret) {
          return mac(value + "." + key, secret);
        }
      };
    }
  }

  /** Joined without a separator: the last digit of the value may become the first of the end. */
  static class JustJoined extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Parts(keys, signing) {
        @Override
        String signature(String value, String end, String key, byte[] secret) {
          return mac(value + end + key, secret);
        }
      };
    }
  }

  /** A hash is no signature: everybody can make one. */
  static class NoKey extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Parts(keys, signing) {
        @Override
        String signature(String value, String end, String key, byte[] secret) {
          try {
            String said = String.join(".", value, end, key);
            byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
            return text(MessageDigest.getInstance("SHA-256").digest(bytes));
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        }
      };
    }
  }

  /** Verifies with the newest key only: changing it logs everybody out. */
  static class OneKey extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Parts(Map.of(signing, keys.get(signing)), signing) {
        @Override
        String signature(String value, String end, String key, byte[] secret) {
          return mac(String.join(".", value, end, key), secret);
        }
      };
    }
  }

  /** Signed as it should be; for answers that are wrong elsewhere. */
  private static class Signed extends Parts {
    Signed(Map<Integer, byte[]> keys, int signing) {
      super(keys, signing);
    }

    @Override
    String signature(String value, String end, String key, byte[] secret) {
      return mac(String.join(".", value, end, key), secret);
    }
  }

  /** The newest key signs, whatever was asked. */
  static class TheNewestKeySigns extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Signed(keys, Collections.max(keys.keySet()));
    }
  }

  /** Four bytes of the signature save space, and are guessed in a day. */
  static class AShortSignature extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Signed(keys, signing) {
        @Override
        String signature(String value, String end, String key, byte[] secret) {
          return super.signature(value, end, key, secret).substring(0, 6);
        }
      };
    }
  }

  /** Compares bytes, and several texts stand for the same bytes. */
  static class DecodesTheSignature extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      Signed signed = new Signed(keys, signing);
      return new Answer() {
        @Override
        public String sign(String value, long expiresMillis) {
          return signed.sign(value, expiresMillis);
        }

        @Override
        public Optional<String> verify(String cookie, long nowMillis) {
          int dot = cookie.lastIndexOf('.') + 1;
          try {
            byte[] bytes = Base64.getUrlDecoder().decode(cookie.substring(dot));
            return signed.verify(cookie.substring(0, dot) + text(bytes), nowMillis);
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        }
      };
    }
  }

  /** Believes what it has issued itself: a second server knows nothing of it. */
  static class RemembersWhatItIssued extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      Map<String, String> issued = new HashMap<>();
      Map<String, Long> ends = new HashMap<>();
      return new Answer() {
        @Override
        public String sign(String value, long expiresMillis) {
          String cookie = UUID.randomUUID().toString();
          issued.put(cookie, value);
          ends.put(cookie, expiresMillis);
          return cookie;
        }

        @Override
        public Optional<String> verify(String cookie, long nowMillis) {
          return Optional.ofNullable(issued.get(cookie))
              .filter(value -> nowMillis < ends.get(cookie));
        }
      };
    }
  }

  /** Valid at its end, too. */
  static class OneMomentTooLong extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      Signed signed = new Signed(keys, signing);
      return new Answer() {
        @Override
        public String sign(String value, long expiresMillis) {
          return signed.sign(value, expiresMillis);
        }

        @Override
        public Optional<String> verify(String cookie, long nowMillis) {
          return signed.verify(cookie, nowMillis - 1);
        }
      };
    }
  }

  /** Tries all keys, and the number in the cookie is nobody's business. */
  static class AnyKeyWillDo extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Signed(keys, signing) {
        @Override
        public Optional<String> verify(String cookie, long nowMillis) {
          String[] parts = cookie.split("\\.", -1);
          return parts.length != 4
              ? Optional.empty()
              : keys.keySet().stream()
                  .map(key -> String.join(".", parts[0], parts[1], "" + key, parts[3]))
                  .flatMap(text -> super.verify(text, nowMillis).stream())
                  .findFirst();
        }
      };
    }
  }

  /** Reads the end as a number, and signs that: many texts, one number. */
  static class MacOfTheNumbers extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Signed(keys, signing) {
        @Override
        String signature(String value, String end, String key, byte[] secret) {
          return super.signature(value, "" + Long.parseLong(end), key, secret);
        }
      };
    }
  }

  /** Takes spaces away: another text, and yet accepted. */
  static class Trims extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Signed(keys, signing) {
        @Override
        public Optional<String> verify(String cookie, long nowMillis) {
          return super.verify(cookie.trim(), nowMillis);
        }
      };
    }
  }

  /** One byte a letter. */
  static class LatinOnly extends SignedCookieContract {
    @Override
    Answer answer(Map<Integer, byte[]> keys, int signing) {
      return new Signed(keys, signing) {
        @Override
        public String sign(String value, long expiresMillis) {
          byte[] latin = value.getBytes(StandardCharsets.ISO_8859_1);
          return super.sign(new String(latin, StandardCharsets.ISO_8859_1), expiresMillis);
        }
      };
    }
  }

  private SignedCookieWrongAnswers() {}
}
