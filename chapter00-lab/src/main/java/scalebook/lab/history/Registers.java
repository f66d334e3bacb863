package scalebook.lab.history;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Are reads, writes and compare-and-sets of registers linearizable? That is: can each be given one
 * moment between its start and its end, such that every read sees the last write before it?
 *
 * <p>Each key is a register of its own: a history is linearizable when each key's part is.
 */
public final class Registers {
  private Registers() {}

  /** Nothing when all is well; or a smallest part of the history that cannot be explained. */
  public static Optional<Violation> check(List<Operation> history) {
    return byKey(history).entrySet().stream()
        .filter(key -> !explained(key.getValue()))
        .findFirst()
        .map(
            key ->
                new Violation(
                    "no order of these explains what was read of " + key.getKey(),
                    smallest(key.getValue())));
  }

  private static Map<String, List<Operation>> byKey(List<Operation> history) {
    return history.stream()
        .filter(o -> o.outcome() != Operation.Outcome.REFUSED)
        .filter(o -> o.isOk() || !o.isRead()) // a read without an answer says nothing
        .collect(Collectors.groupingBy(Operation::key, LinkedHashMap::new, Collectors.toList()));
  }

  private static boolean explained(List<Operation> operations) {
    return Linearization.exists(withoutUnseen(operations));
  }

  /** Who wrote without an answer, and was never seen, need not have written. */
  private static List<Operation> withoutUnseen(List<Operation> operations) {
    Set<String> seen = observed(operations);
    return operations.stream().filter(o -> o.isOk() || seen.contains(o.value())).toList();
  }

  /** Values that somebody read, or compared with. */
  private static Set<String> observed(List<Operation> operations) {
    Set<String> seen = new HashSet<>();
    for (Operation each : operations) {
      seen.addAll(each.seen());
      if (each.action() == Operation.Action.CAS) {
        seen.add(each.expected());
      }
    }
    return seen;
  }

  /**
   * The shortest beginning that cannot be explained, and of it no read that is not needed, and no
   * write that nobody saw: what can be explained can be so without these.
   */
  private static List<Operation> smallest(List<Operation> all) {
    List<Operation> fewReads = fewer(shortestBeginning(all), Operation::isRead);
    return fewer(fewReads, operation -> true);
  }

  /** Leaves out as many of these as it can: half of them at a time, then a quarter, then one. */
  private static List<Operation> fewer(List<Operation> all, Predicate<Operation> which) {
    List<Operation> left = all;
    for (int size = all.size() / 2; size >= 1; size = size / 2) {
      List<Operation> candidates = left.stream().filter(which).toList();
      for (int from = 0; from < candidates.size(); from += size) {
        int to = Math.min(candidates.size(), from + size);
        List<Operation> fewer = without(left, new HashSet<>(candidates.subList(from, to)));
        left = explained(fewer) ? left : fewer;
      }
    }
    return left;
  }

  private static List<Operation> without(List<Operation> all, Set<Operation> some) {
    List<Operation> others = all.stream().filter(o -> !some.contains(o)).toList();
    Set<String> seen = observed(others);
    return all.stream()
        .filter(o -> !some.contains(o) || !o.isRead() && seen.contains(o.value()))
        .toList();
  }

  private static List<Operation> shortestBeginning(List<Operation> all) {
    List<Long> ends = all.stream().map(Operation::endNanos).sorted().toList();
    int explained = 0; // a beginning of no operation is
    int broken = ends.size() - 1;
    while (explained < broken) {
      int middle = (explained + broken) >>> 1;
      if (explained(until(all, ends.get(middle)))) {
        explained = middle + 1;
      } else {
        broken = middle;
      }
    }
    return until(all, ends.get(broken));
  }

  /** What had ended by then; a write that was under way is without an answer. */
  private static List<Operation> until(List<Operation> all, long nanos) {
    return all.stream()
        .filter(o -> o.startNanos() <= nanos)
        .filter(o -> o.endNanos() <= nanos || !o.isRead())
        .map(o -> o.endNanos() <= nanos ? o : unanswered(o, nanos))
        .toList();
  }

  private static Operation unanswered(Operation o, long nanos) {
    return new Operation(
        o.id(),
        o.client(),
        o.node(),
        o.action(),
        o.key(),
        o.expected(),
        o.value(),
        List.of(),
        Operation.Outcome.UNKNOWN,
        o.startNanos(),
        nanos);
  }
}
