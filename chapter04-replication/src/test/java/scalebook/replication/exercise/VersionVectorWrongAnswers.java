package scalebook.replication.exercise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import scalebook.replication.exercise.VersionVector.Version;

/** What people really write. */
final class VersionVectorWrongAnswers {
  /** Right but for what covers what. */
  private static class Base implements VersionVectorContract.Copy {
    final String node;
    final BiPredicate<Map<String, Long>, Map<String, Long>> covers;
    final List<Version> here = new ArrayList<>();

    Base(String node, BiPredicate<Map<String, Long>, Map<String, Long>> covers) {
      this.node = node;
      this.covers = covers;
    }

    Map<String, Long> known() {
      Map<String, Long> known = new HashMap<>();
      here.forEach(version -> version.vector().forEach((n, c) -> known.merge(n, c, Math::max)));
      return known;
    }

    @Override
    public Version write(String value) {
      Map<String, Long> known = known();
      known.merge(node, 1L, Long::sum);
      Version written = new Version(Map.copyOf(known), value);
      receive(written);
      return written;
    }

    @Override
    public void receive(Version version) {
      if (here.stream().noneMatch(mine -> covers.test(mine.vector(), version.vector()))) {
        here.removeIf(mine -> covers.test(version.vector(), mine.vector()));
        here.add(version);
      }
    }

    @Override
    public List<Version> read() {
      return List.copyOf(here);
    }
  }

  private static boolean covers(Map<String, Long> one, Map<String, Long> other) {
    return other.entrySet().stream()
        .allMatch(known -> one.getOrDefault(known.getKey(), 0L) >= known.getValue());
  }

  private static long sum(Map<String, Long> vector) {
    return vector.values().stream().mapToLong(Long::longValue).sum();
  }

  /** More writes are newer: one of two concurrent ones is lost. */
  static class TheLargerSumWins extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(node, (one, other) -> sum(one) >= sum(other));
    }
  }

  /** What arrives last is newest. */
  static class TheLastToArriveWins extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(node, VersionVectorWrongAnswers::covers) {
        @Override
        public void receive(Version version) {
          here.clear();
          here.add(version);
        }
      };
    }
  }

  /** Keeps what is not equal: nothing is ever replaced by what comes from elsewhere. */
  static class KeepsAll extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(node, Map::equals) {
        @Override
        public Version write(String value) {
          Map<String, Long> known = known();
          here.clear();
          known.merge(node, 1L, Long::sum);
          Version written = new Version(Map.copyOf(known), value);
          here.add(written);
          return written;
        }
      };
    }
  }

  /** A write counts in its own place only: what it replaced comes back. */
  static class KnowsOnlyItself extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(node, VersionVectorWrongAnswers::covers) {
        private long written;

        @Override
        public Version write(String value) {
          Version version = new Version(Map.of(node, ++written), value);
          here.clear();
          here.add(version);
          return version;
        }
      };
    }
  }

  /** Compares only the nodes that both know of. */
  static class OnlyCommonNodes extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(
          node,
          (one, other) ->
              one.keySet().stream().anyMatch(other::containsKey)
                  && one.entrySet().stream()
                      .allMatch(
                          known -> known.getValue() >= other.getOrDefault(known.getKey(), 0L)));
    }
  }

  /** Drops what is old, and forgets to remove what the new one covers. */
  static class AddsWithoutRemoving extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(node, VersionVectorWrongAnswers::covers) {
        @Override
        public void receive(Version version) {
          if (here.stream().noneMatch(mine -> covers(mine.vector(), version.vector()))) {
            here.add(version);
          }
        }

        @Override
        public Version write(String value) {
          Map<String, Long> known = known();
          known.merge(node, 1L, Long::sum);
          here.clear();
          Version written = new Version(Map.copyOf(known), value);
          here.add(written);
          return written;
        }
      };
    }
  }

  /** Hands out the list itself: who read sees what comes later. */
  static class AWindow extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(node, VersionVectorWrongAnswers::covers) {
        @Override
        public List<Version> read() {
          return here;
        }
      };
    }
  }

  /** Takes equal values for one version: each node keeps another vector. */
  static class EqualValuesAreOne extends VersionVectorContract {
    @Override
    Copy copy(String node) {
      return new Base(node, VersionVectorWrongAnswers::covers) {
        @Override
        public void receive(Version version) {
          if (here.stream().noneMatch(mine -> mine.value().equals(version.value()))) {
            super.receive(version);
          }
        }
      };
    }
  }

  private VersionVectorWrongAnswers() {}
}
