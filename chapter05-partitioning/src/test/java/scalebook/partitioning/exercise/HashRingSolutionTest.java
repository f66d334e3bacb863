package scalebook.partitioning.exercise;

import scalebook.partitioning.solution.HashRing;

class HashRingSolutionTest extends HashRingContract {
  @Override
  Answer answer(int virtualNodes) {
    HashRing ring = new HashRing(virtualNodes);
    return new Answer() {
      @Override
      public void add(int node) {
        ring.add(node);
      }

      @Override
      public void remove(int node) {
        ring.remove(node);
      }

      @Override
      public int node(long key) {
        return ring.node(key);
      }
    };
  }
}
