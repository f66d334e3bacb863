package scalebook.partitioning.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scalebook.partitioning.placement.Hash64;

/** What people really write. */
final class HashRingWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Circle implements HashRingContract.Answer {
    final TreeMap<Long, Integer> circle = new TreeMap<>();
    final int virtualNodes;

    Circle(int virtualNodes) {
      this.virtualNodes = virtualNodes;
    }

    long point(int node, int i) {
      return Hash64.of(node, i);
    }

    @Override
    public void add(int node) {
      for (int i = 0; i < virtualNodes; i++) {
        circle.put(point(node, i), node);
      }
    }

    @Override
    public void remove(int node) {
      circle.values().removeIf(owner -> owner == node);
    }

    @Override
    public int node(long key) {
      Map.Entry<Long, Integer> next = circle.ceilingEntry(Hash64.of(key));
      return (next == null ? circle.firstEntry() : next).getValue();
    }
  }

  /** Modulo the number of nodes: everything moves. */
  static class Modulo extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      List<Integer> nodes = new ArrayList<>();
      return new Answer() {
        @Override
        public void add(int node) {
          nodes.add(node);
        }

        @Override
        public void remove(int node) {
          nodes.remove(Integer.valueOf(node));
        }

        @Override
        public int node(long key) {
          return nodes.get((int) Long.remainderUnsigned(Hash64.of(key), nodes.size()));
        }
      };
    }
  }

  /** The point before, as if the circle turned the other way. */
  static class ThePointBefore extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        public int node(long key) {
          Map.Entry<Long, Integer> before = circle.floorEntry(Hash64.of(key));
          return (before == null ? circle.lastEntry() : before).getValue();
        }
      };
    }
  }

  /** Behind the last point everything belongs to the last one. */
  static class StopsAtTheLastPoint extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        public int node(long key) {
          Map.Entry<Long, Integer> next = circle.ceilingEntry(Hash64.of(key));
          return (next == null ? circle.lastEntry() : next).getValue();
        }
      };
    }
  }

  /** Does not go round: what lies behind the last point has no node. */
  static class NoCircle extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        public int node(long key) {
          Map.Entry<Long, Integer> next = circle.ceilingEntry(Hash64.of(key));
          return next == null ? -1 : next.getValue();
        }
      };
    }
  }

  /** One point for each node, whatever was asked for. */
  static class OnePoint extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(1);
    }
  }

  /** A weak hash: the points of a node lie side by side, and are as good as one. */
  static class PointsSideBySide extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        long point(int node, int i) {
          return Hash64.of(node) + i;
        }
      };
    }
  }

  /** Points by the order of coming: two clients do not agree. */
  static class PointsByOrder extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        public void add(int node) {
          int from = circle.size();
          for (int i = 0; i < virtualNodes; i++) {
            circle.put(Hash64.of(from + i), node);
          }
        }
      };
    }
  }

  /** Takes away one of the points of a node that leaves. */
  static class RemovesOnePoint extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        public void remove(int node) {
          circle.remove(point(node, 0));
        }
      };
    }
  }

  /** A hundred points each, whatever was asked for. */
  static class AlwaysAHundred extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(100);
    }
  }

  /** Keys are numbers anyway. */
  static class KeysAreNotHashed extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        public int node(long key) {
          Map.Entry<Long, Integer> next = circle.ceilingEntry(key);
          return (next == null ? circle.firstEntry() : next).getValue();
        }
      };
    }
  }

  /** A text's hash code: 32 bits, and neighbours in the alphabet are neighbours on the circle. */
  static class HashCodes extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        long point(int node, int i) {
          return (long) (node + ":" + i).hashCode() << 32;
        }
      };
    }
  }

  /**
   * A thousand numbers for each node: the nodes 1,000 and 1 with 999,000 … have the same points.
   */
  static class SharedPoints extends HashRingContract {
    @Override
    Answer answer(int virtualNodes) {
      return new Circle(virtualNodes) {
        @Override
        long point(int node, int i) {
          return Hash64.of(node + i * 1_000L);
        }
      };
    }
  }

  private HashRingWrongAnswers() {}
}
