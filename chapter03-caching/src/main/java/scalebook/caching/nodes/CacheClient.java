package scalebook.caching.nodes;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes a key where the membership says. An entry has its epoch before its value.
 *
 * @param epochs whether an entry of another epoch is looked at twice
 */
public record CacheClient(Map<String, CacheNode> nodes, Membership membership, boolean epochs) {

  public Optional<String> get(String key) throws IOException {
    return node(key)
        .get(key)
        .filter(entry -> !epochs || membership.counts(key, epoch(entry)))
        .map(entry -> entry.substring(entry.indexOf(' ') + 1));
  }

  public void set(String key, String value) throws IOException {
    node(key).set(key, membership.epoch() + " " + value);
  }

  private CacheNode node(String key) {
    return nodes.get(membership.node(key));
  }

  private static int epoch(String entry) {
    return Integer.parseInt(entry.substring(0, entry.indexOf(' ')));
  }
}
