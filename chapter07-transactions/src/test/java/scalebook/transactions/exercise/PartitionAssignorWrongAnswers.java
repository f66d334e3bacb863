package scalebook.transactions.exercise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people really write. */
final class PartitionAssignorWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements PartitionAssignorContract.Answer {
    @Override
    public Map<String, List<Integer>> assign(
        int partitions, Set<String> members, Map<String, List<Integer>> before) {
      Map<String, TreeSet<Integer>> own = new TreeMap<>();
      for (String member : members) {
        own.put(member, new TreeSet<>(before.getOrDefault(member, List.of())));
        own.get(member).removeIf(p -> !isPartition(p, partitions));
      }
      TreeSet<Integer> free = new TreeSet<>();
      for (int i = 0; i < partitions; i++) {
        int one = i;
        List<TreeSet<Integer>> claims =
            own.values().stream().filter(set -> set.contains(one)).toList();
        if (claims.isEmpty() || !claimed(claims, one)) {
          free.add(one);
        }
      }
      List<String> order = order(members, own);
      for (String member : order) {
        while (own.get(member).size() > share(partitions, order, member)) {
          free.add(own.get(member).pollLast());
        }
      }
      Map<String, List<Integer>> assigned = new TreeMap<>();
      for (String member : order) {
        while (own.get(member).size() < share(partitions, order, member) && !free.isEmpty()) {
          own.get(member).add(free.pollFirst());
        }
        assigned.put(member, List.copyOf(own.get(member)));
      }
      return assigned;
    }

    boolean isPartition(int number, int partitions) {
      return number >= 0 && number < partitions;
    }

    /** Whether one of them has it, after all. */
    boolean claimed(List<TreeSet<Integer>> claims, int partition) {
      if (claims.size() > 1) {
        claims.forEach(set -> set.remove(partition));
        return false;
      }
      return true;
    }

    List<String> order(Set<String> members, Map<String, TreeSet<Integer>> own) {
      List<String> order = new ArrayList<>(own.keySet());
      order.sort((a, b) -> own.get(b).size() - own.get(a).size());
      return order;
    }

    int share(int partitions, List<String> order, String member) {
      int larger = partitions % order.size();
      return partitions / order.size() + (order.indexOf(member) < larger ? 1 : 0);
    }
  }

  /** The larger shares go by name, whoever holds more. */
  static class TheLargerShareByName extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        List<String> order(Set<String> members, Map<String, TreeSet<Integer>> own) {
          return new ArrayList<>(own.keySet());
        }
      };
    }
  }

  /** In the order of a set: each member has its own. */
  static class AsTheSetListsThem extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        List<String> order(Set<String> members, Map<String, TreeSet<Integer>> own) {
          List<String> order = new ArrayList<>(members);
          order.sort((a, b) -> own.get(b).size() - own.get(a).size());
          return order;
        }
      };
    }
  }

  /** Two claims of a partition: both are right. */
  static class BelievesBoth extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        boolean claimed(List<TreeSet<Integer>> claims, int partition) {
          return true;
        }
      };
    }
  }

  /** A topic never has fewer partitions than before. */
  static class OldNumbersStay extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        boolean isPartition(int number, int partitions) {
          return number >= 0;
        }
      };
    }
  }

  /** Nobody gives anything up: the newcomer gets what is free. */
  static class FreeOnesOnly extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        int share(int partitions, List<String> order, String member) {
          return (partitions + order.size() - 1) / order.size() + 1;
        }
      };
    }
  }

  /** Whatever the division leaves over is the first one's. */
  static class TheRestForTheFirst extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        int share(int partitions, List<String> order, String member) {
          int larger = order.indexOf(member) == 0 ? partitions % order.size() : 0;
          return partitions / order.size() + larger;
        }
      };
    }
  }

  /** What the division leaves over has no reader. */
  static class RoundedDown extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        int share(int partitions, List<String> order, String member) {
          return partitions / order.size();
        }
      };
    }
  }

  /** Rounded up for everybody: the last one has what is left. */
  static class RoundedUp extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        int share(int partitions, List<String> order, String member) {
          return (partitions + order.size() - 1) / order.size();
        }
      };
    }
  }

  /** Partition modulo members: one more member moves nearly all. */
  static class ModuloMembers extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return (partitions, members, before) -> {
        List<String> order = members.stream().sorted().toList();
        Map<String, List<Integer>> assigned = new TreeMap<>();
        order.forEach(member -> assigned.put(member, new ArrayList<>()));
        for (int p = 0; p < partitions; p++) {
          assigned.get(order.get(p % order.size())).add(p);
        }
        return assigned;
      };
    }
  }

  /** One range after the other. */
  static class Ranges extends PartitionAssignorContract {
    @Override
    Answer answer() {
      return (partitions, members, before) -> new Almost().assign(partitions, members, Map.of());
    }
  }

  /** Keeps the last result, as long as the same members ask. */
  static class KeepsTheLastResult extends PartitionAssignorContract {
    @Override
    Answer answer() {
      Map<Set<String>, Map<String, List<Integer>>> last = new HashMap<>();
      return (partitions, members, before) ->
          last.computeIfAbsent(members, m -> new Almost().assign(partitions, m, before));
    }
  }

  private PartitionAssignorWrongAnswers() {}
}
