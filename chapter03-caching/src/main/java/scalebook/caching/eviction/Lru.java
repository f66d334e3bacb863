package scalebook.caching.eviction;

import java.util.HashMap;
import java.util.Map;

/**
 * The key that was read longest ago goes. A hash map finds a key, a ring keeps the order of use.
 */
public final class Lru implements Eviction {
  private final int capacity;
  private final boolean recency;
  private final Map<Integer, Node> nodes = new HashMap<>();

  /** Its next is the newest, its previous the oldest. */
  private final Node ring = new Node(-1);

  private static final class Node {
    private final int key;
    private Node next = this;
    private Node previous = this;

    private Node(int key) {
      this.key = key;
    }

    private void unlink() {
      previous.next = next;
      next.previous = previous;
    }

    private void linkAfter(Node other) {
      previous = other;
      next = other.next;
      next.previous = this;
      previous.next = this;
    }
  }

  public Lru(int capacity) {
    this(capacity, true);
  }

  /** {@code recency}: whether reading is using; otherwise this is a queue, first in, first out. */
  public Lru(int capacity, boolean recency) {
    this.capacity = capacity;
    this.recency = recency;
  }

  @Override
  public boolean read(int key) {
    Node node = nodes.get(key);
    boolean hit = node != null;
    if (!hit) {
      if (nodes.size() == capacity) {
        nodes.remove(ring.previous.key);
        ring.previous.unlink();
      }
      node = new Node(key);
      nodes.put(key, node);
      node.linkAfter(ring);
    } else if (recency) {
      node.unlink();
      node.linkAfter(ring);
    }
    return hit;
  }
}
