package scalebook.partitioning.exercise;

import scalebook.lab.exercise.Todo;

/**
 * Consistent hashing: nodes have points on a circle of hashes, and a key belongs to the first point
 * at or after its hash, with the first of all after the last.
 *
 * <p>{@code scalebook.partitioning.placement.Hash64} hashes: {@code Hash64.of(key)} is a key's
 * place, {@code Hash64.of(node, i)} a node's points, for i from 0 on.
 */
public final class HashRing {
  /** Each node has so many points; a node may have any number, also a negative one. */
  public HashRing(int virtualNodes) {}

  public void add(int node) {
    throw new Todo("its points, on the circle");
  }

  public void remove(int node) {
    throw new Todo("its points, and nobody else's");
  }

  /** The node of a key; there is at least one. */
  public int node(long key) {
    throw new Todo("the next point, clockwise");
  }
}
