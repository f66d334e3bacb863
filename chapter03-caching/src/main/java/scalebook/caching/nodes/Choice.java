package scalebook.caching.nodes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which of the cache nodes has a key. Every client computes it; no server knows of another. */
@FunctionalInterface
public interface Choice {
  String node(String key);

  /** The hash of the key modulo the number of nodes. */
  static Choice modulo(List<String> nodes) {
    return key -> nodes.get(Math.floorMod(hash(key), nodes.size()));
  }

  /** The next point on a ring, on which every node has so many points. */
  static Choice ring(List<String> nodes, int points) {
    TreeMap<Integer, String> ring = new TreeMap<>();
    for (String node : nodes) {
      for (int i = 0; i < points; i++) {
        ring.put(hash(node + "#" + i), node);
      }
    }
    return key -> {
      Map.Entry<Integer, String> next = ring.ceilingEntry(hash(key));
      return next == null ? ring.firstEntry().getValue() : next.getValue();
    };
  }

  /** FNV-1a, mixed once more: alike keys have nothing alike in their hashes. */
  private static int hash(String text) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }
}
