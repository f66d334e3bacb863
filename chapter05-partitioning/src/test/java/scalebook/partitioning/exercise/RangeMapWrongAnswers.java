package scalebook.partitioning.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What people really write. */
final class RangeMapWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Sorted implements RangeMapContract.Answer {
    final TreeMap<Long, Integer> owners = new TreeMap<>();

    Sorted() {
      owners.put(Long.MIN_VALUE, 0);
    }

    @Override
    public int node(long key) {
      return owners.floorEntry(key).getValue();
    }

    @Override
    public void split(long key, int node) {
      owners.put(key, node);
    }

    @Override
    public void merge(long key) {
      if (key == Long.MIN_VALUE || owners.remove(key) == null) {
        throw new IllegalArgumentException();
      }
    }

    @Override
    public List<Integer> nodes(long from, long to) {
      if (from > to) {
        return List.of();
      }
      List<Integer> nodes = new ArrayList<>(List.of(node(from)));
      nodes.addAll(owners.subMap(from, false, to, true).values());
      return nodes.stream().distinct().toList();
    }
  }

  /** Merges the range in which the key lies, wherever it begins. */
  static class MergesWhereTheKeyLies extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public void merge(long key) {
          super.merge(owners.floorKey(key));
        }
      };
    }
  }

  /** The border belongs to the range below. */
  static class LowerEntry extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public int node(long key) {
          return key == Long.MIN_VALUE ? 0 : owners.lowerEntry(key).getValue();
        }
      };
    }
  }

  /** Only ranges that begin inside: the one in which the query begins is forgotten. */
  static class ForgetsTheFirst extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public List<Integer> nodes(long from, long to) {
          return from > to
              ? List.of()
              : owners.subMap(from, true, to, true).values().stream().distinct().toList();
        }
      };
    }
  }

  /** Asks a node once for each of its ranges. */
  static class AsksTwice extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public List<Integer> nodes(long from, long to) {
          if (from > to) {
            return List.of();
          }
          List<Integer> nodes = new ArrayList<>(List.of(node(from)));
          nodes.addAll(owners.subMap(from, false, to, true).values());
          return nodes;
        }
      };
    }
  }

  /** Asks everybody, to be sure. */
  static class AsksAll extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public List<Integer> nodes(long from, long to) {
          return owners.values().stream().distinct().toList();
        }
      };
    }
  }

  /** Merging what is not there is no mistake; and the first range can be lost. */
  static class MergesAnything extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public void merge(long key) {
          owners.remove(key);
        }
      };
    }
  }

  /** There is a border already. */
  static class RefusesToSplitAgain extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public void split(long key, int node) {
          owners.putIfAbsent(key, node);
        }
      };
    }
  }

  /** The nodes in the order of their numbers. */
  static class NodesByNumber extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public List<Integer> nodes(long from, long to) {
          return super.nodes(from, to).stream().sorted().toList();
        }
      };
    }
  }

  /** The merged range belongs to the upper one's node. */
  static class TheUpperOneWins extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public void merge(long key) {
          Integer node = owners.get(key);
          super.merge(key);
          owners.put(owners.lowerKey(key), node);
        }
      };
    }
  }

  /** All keys from there on, whoever had them. */
  static class SplitsToTheEnd extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public void split(long key, int node) {
          owners.tailMap(key, true).clear();
          owners.put(key, node);
        }
      };
    }
  }

  /** Keys begin at zero. */
  static class NothingBelowZero extends RangeMapContract {
    @Override
    Answer answer() {
      return new Sorted() {
        @Override
        public int node(long key) {
          return super.node(Math.max(0, key));
        }
      };
    }
  }

  private RangeMapWrongAnswers() {}
}
