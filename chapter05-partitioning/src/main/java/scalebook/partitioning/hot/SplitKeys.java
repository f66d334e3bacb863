package scalebook.partitioning.hot;

import java.util.Set;

/**
 * Keys that are kept in pieces, one piece on each of several shards: a write changes any one, a
 * read adds all up. Piece 0 lies where the key did, so that a key can be split at any time.
 *
 * @param merges whether a read asks for all pieces, or only for the first
 */
public record SplitKeys(Set<String> keys, int pieces, boolean merges) {
  public static final SplitKeys NONE = new SplitKeys(Set.of(), 1, true);

  public SplitKeys {
    keys = Set.copyOf(keys);
  }

  public int pieces(String key) {
    return keys.contains(key) ? pieces : 1;
  }

  public int piecesToRead(String key) {
    return merges ? pieces(key) : 1;
  }
}
