package scalebook.partitioning.exercise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What people really write. */
final class TopKMergeWrongAnswers {
  private static List<Long> first(List<Long> all, int size) {
    List<Long> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.reverseOrder());
    return List.copyOf(sorted.subList(0, Math.min(size, sorted.size())));
  }

  /** A fair part of each shard: right only when the large ones are spread evenly. */
  static class APartOfEach extends TopKMergeContract {
    @Override
    Answer answer() {
      return (shards, size, last) -> {
        List<Long> all = new ArrayList<>();
        for (TopKMerge.Shard shard : shards.values()) {
          try {
            all.addAll(shard.largest(size / shards.size() + 1, last.orElse(Long.MAX_VALUE)));
          } catch (Exception e) {
            return new TopKMerge.Page(List.of(), shards.keySet());
          }
        }
        return new TopKMerge.Page(first(all, size), Set.of());
      };
    }
  }

  /** A dead shard has nothing: the page is shorter, and nobody knows. */
  static class SilentlyShorter extends TopKMergeContract {
    @Override
    Answer answer() {
      return (shards, size, last) -> {
        List<Long> all = new ArrayList<>();
        for (TopKMerge.Shard shard : shards.values()) {
          try {
            all.addAll(shard.largest(size, last.orElse(Long.MAX_VALUE)));
          } catch (Exception dead) {
            continue;
          }
        }
        return new TopKMerge.Page(first(all, size), Set.of());
      };
    }
  }

  /** Fetches everything from the beginning, and skips. */
  static class ByOffset extends TopKMergeContract {
    @Override
    Answer answer() {
      return (shards, size, last) -> {
        List<Long> all = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>();
        for (Map.Entry<String, TopKMerge.Shard> shard : shards.entrySet()) {
          try {
            all.addAll(shard.getValue().largest(Integer.MAX_VALUE, Long.MAX_VALUE));
          } catch (Exception dead) {
            missing.add(shard.getKey());
          }
        }
        all.removeIf(n -> n >= last.orElse(Long.MAX_VALUE));
        return new TopKMerge.Page(first(all, size), missing);
      };
    }
  }

  /** One shard after the other until the page is full. */
  static class Concatenates extends TopKMergeContract {
    @Override
    Answer answer() {
      return (shards, size, last) -> {
        List<Long> all = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>();
        for (Map.Entry<String, TopKMerge.Shard> shard : shards.entrySet()) {
          try {
            if (all.size() < size) {
              all.addAll(shard.getValue().largest(size, last.orElse(Long.MAX_VALUE)));
            }
          } catch (Exception dead) {
            missing.add(shard.getKey());
          }
        }
        return new TopKMerge.Page(first(all, size), missing);
      };
    }
  }

  /** What one shard is asked for and how, by a subclass; the rest is right. */
  private static class Merge implements TopKMergeContract.Answer {
    List<Long> ask(TopKMerge.Shard shard, int size, long before) throws Exception {
      return shard.largest(size, before);
    }

    boolean stops(Exception dead) {
      return false;
    }

    @Override
    public TopKMerge.Page page(Map<String, TopKMerge.Shard> shards, int size, Optional<Long> last) {
      List<Long> all = new ArrayList<>();
      TreeSet<String> missing = new TreeSet<>();
      for (Map.Entry<String, TopKMerge.Shard> shard : shards.entrySet()) {
        try {
          all.addAll(ask(shard.getValue(), size, last.orElse(Long.MAX_VALUE)));
        } catch (Exception dead) {
          missing.add(shard.getKey());
          if (stops(dead)) {
            break;
          }
        }
      }
      return new TopKMerge.Page(first(all, size), missing);
    }
  }

  /** Names the dead shard, and asks nobody behind it. */
  static class StopsAtADeadShard extends TopKMergeContract {
    @Override
    Answer answer() {
      return new Merge() {
        @Override
        boolean stops(Exception dead) {
          return true;
        }
      };
    }
  }

  /** Expects input-output trouble only. */
  static class ExpectsOneKindOfTrouble extends TopKMergeContract {
    @Override
    Answer answer() {
      return new Merge() {
        @Override
        boolean stops(Exception dead) {
          if (dead instanceof RuntimeException unexpected) {
            throw unexpected;
          }
          return false;
        }
      };
    }
  }

  /** Begins with the last number of the page before, once more. */
  static class RepeatsTheLast extends TopKMergeContract {
    @Override
    Answer answer() {
      return new Merge() {
        @Override
        List<Long> ask(TopKMerge.Shard shard, int size, long before) throws Exception {
          return shard.largest(size, before == Long.MAX_VALUE ? before : before + 1);
        }
      };
    }
  }

  /** Asks for one more, to know whether there is a next page. */
  static class AsksForOneMore extends TopKMergeContract {
    @Override
    Answer answer() {
      return new Merge() {
        @Override
        List<Long> ask(TopKMerge.Shard shard, int size, long before) throws Exception {
          return shard.largest(size + 1, before);
        }
      };
    }
  }

  /** Asks one number at a time: no shard sends too much, and each is asked again and again. */
  static class OneAtATime extends TopKMergeContract {
    @Override
    Answer answer() {
      return new Merge() {
        @Override
        List<Long> ask(TopKMerge.Shard shard, int size, long before) throws Exception {
          List<Long> some = new ArrayList<>();
          for (long below = before; some.size() < size; ) {
            List<Long> one = shard.largest(1, below);
            if (one.isEmpty()) {
              break;
            }
            some.addAll(one);
            below = one.get(0);
          }
          return some;
        }
      };
    }
  }

  /** Asks a dead shard once more: the page takes twice as long, just when something is broken. */
  static class AsksTheDeadAgain extends TopKMergeContract {
    @Override
    Answer answer() {
      return new Merge() {
        @Override
        List<Long> ask(TopKMerge.Shard shard, int size, long before) throws Exception {
          try {
            return shard.largest(size, before);
          } catch (Exception e) {
            return shard.largest(size, before);
          }
        }
      };
    }
  }

  private TopKMergeWrongAnswers() {}
}
