package scalebook.caching.solution;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A hash map finds an entry; a doubly linked ring keeps the order of use. Every operation is a few
 * steps, however many entries there are. Not for several threads.
 */
public final class LruCache<K, V> {
  private final int capacity;
  private final Map<K, Node<K, V>> nodes;

  /** Its next is the newest, its previous the oldest. */
  private final Node<K, V> ring = new Node<>(null, null);

  private static final class Node<K, V> {
    private final K key;
    private V value;
    private Node<K, V> next = this;
    private Node<K, V> previous = this;

    private Node(K key, V value) {
      this.key = key;
      this.value = value;
    }

    private void unlink() {
      previous.next = next;
      next.previous = previous;
    }

    private void linkAfter(Node<K, V> other) {
      previous = other;
      next = other.next;
      next.previous = this;
      previous.next = this;
    }
  }

  public LruCache(int capacity) {
    this.capacity = capacity;
    this.nodes = new HashMap<>(capacity * 2);
  }

  public Optional<V> get(K key) {
    Node<K, V> node = nodes.get(key);
    if (node == null) {
      return Optional.empty();
    }
    node.unlink();
    node.linkAfter(ring);
    return Optional.of(node.value);
  }

  public void put(K key, V value) {
    Node<K, V> node = nodes.get(key);
    if (node != null) {
      node.value = value;
      node.unlink();
    } else {
      if (nodes.size() == capacity) {
        Node<K, V> oldest = ring.previous;
        oldest.unlink();
        nodes.remove(oldest.key);
      }
      node = new Node<>(key, value);
      nodes.put(key, node);
    }
    node.linkAfter(ring);
  }

  public int size() {
    return nodes.size();
  }
}
