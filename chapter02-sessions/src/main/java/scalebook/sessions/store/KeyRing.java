package scalebook.sessions.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys by their number, and which of them seals. The others only open: so a key can be changed
 * without logging anybody out. First every clone learns the new key, then it seals, and when the
 * last cookie of the old one has expired, the old one goes.
 */
public record KeyRing(Map<Integer, byte[]> keys, int sealing) {
  private static final int KEY_BYTES = 32;

  public KeyRing {
    keys = Map.copyOf(keys);
    if (keys.keySet().stream().anyMatch(number -> number < 0 || number > 255)) {
      throw new IllegalArgumentException("a key's number is one byte: " + keys.keySet());
    }
    if (!keys.containsKey(sealing)) {
      throw new IllegalArgumentException("there is no key " + sealing + " to seal with");
    }
  }

  /** One fresh key. */
  public static KeyRing fresh(int number) {
    return new KeyRing(Map.of(number, Ids.random(KEY_BYTES)), number);
  }

  Optional<byte[]> key(int number) {
    return Optional.ofNullable(keys.get(number));
  }

  /** Knows one more key, and seals as before. */
  public KeyRing learn(int number) {
    Map<Integer, byte[]> more = new TreeMap<>(keys);
    more.put(number, Ids.random(KEY_BYTES));
    return new KeyRing(more, sealing);
  }

  public KeyRing sealWith(int number) {
    return new KeyRing(keys, number);
  }

  /** Opens nothing any more that this key sealed. */
  public KeyRing forget(int number) {
    Map<Integer, byte[]> fewer = new TreeMap<>(keys);
    fewer.remove(number);
    return new KeyRing(fewer, sealing);
  }

  @Override
  public String toString() {
    return "keys " + new TreeMap<>(keys).keySet() + ", sealing with " + sealing; // never the keys
  }
}
