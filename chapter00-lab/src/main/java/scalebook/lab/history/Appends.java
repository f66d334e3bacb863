package scalebook.lab.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists to which each value is appended once, and which are read as a whole: is an append lost,
 * doubled, out of order, or seen without ever having been made? With whole lists this is decided
 * without a search.
 */
public final class Appends {
  private Appends() {}

  /** The first violation of each key that has one. */
  public static List<Violation> check(List<Operation> history) {
    Map<String, List<Operation>> byKey =
        history.stream()
            .sorted(Comparator.comparingLong(Operation::startNanos))
            .collect(
                Collectors.groupingBy(Operation::key, LinkedHashMap::new, Collectors.toList()));
    return byKey.values().stream().map(Appends::violation).flatMap(Optional::stream).toList();
  }

  private static Optional<Violation> violation(List<Operation> operations) {
    Map<String, Operation> appends = new HashMap<>();
    operations.stream().filter(o -> !o.isRead()).forEach(o -> appends.put(o.value(), o));
    List<Operation> reads = operations.stream().filter(o -> o.isRead() && o.isOk()).toList();
    return Stream.<Optional<Violation>>concat(
            reads.stream().map(read -> alone(read, appends)),
            Stream.of(
                prefixes(reads),
                lost(reads, appends.values()),
                backwards(reads),
                realTime(reads, appends)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What one read shows wrong by itself: a value twice, or one that nobody can have appended. */
  private static Optional<Violation> alone(Operation read, Map<String, Operation> appends) {
    Set<String> once = new HashSet<>();
    for (String value : read.seen()) {
      Operation append = appends.get(value);
      if (!once.add(value)) {
        return found("appended once, and there twice: " + value, append, read);
      }
      if (append == null) {
        return found("nobody appended " + value, read);
      }
      if (append.outcome() == Operation.Outcome.REFUSED) {
        return found("refused, and there all the same: " + value, append, read);
      }
      if (read.before(append)) {
        return found("read before it was appended: " + value, read, append);
      }
    }
    return Optional.empty();
  }

  /** Of two reads the shorter one is the beginning of the longer one. */
  private static Optional<Violation> prefixes(List<Operation> reads) {
    List<Operation> bySize =
        reads.stream().sorted(Comparator.comparingInt(r -> r.seen().size())).toList();
    for (int i = 1; i < bySize.size(); i++) {
      List<String> shorter = bySize.get(i - 1).seen();
      if (!shorter.equals(bySize.get(i).seen().subList(0, shorter.size()))) {
        return found("two reads disagree about the order", bySize.get(i - 1), bySize.get(i));
      }
    }
    return Optional.empty();
  }

  /** What was acknowledged before a read began is in it. */
  private static Optional<Violation> lost(List<Operation> reads, Iterable<Operation> appends) {
    List<Operation> acknowledged = new ArrayList<>();
    appends.forEach(
        append -> {
          if (append.isOk()) {
            acknowledged.add(append);
          }
        });
    for (Operation read : reads) {
      Set<String> there = new HashSet<>(read.seen());
      for (Operation append : acknowledged) {
        if (append.before(read) && !there.contains(append.value())) {
          return found("acknowledged, and not there: " + append.value(), append, read);
        }
      }
    }
    return Optional.empty();
  }

  /** A read that begins after another one has ended shows no less. */
  private static Optional<Violation> backwards(List<Operation> reads) {
    List<Operation> byEnd =
        reads.stream().sorted(Comparator.comparingLong(Operation::endNanos)).toList();
    int next = 0;
    Operation longest = null;
    for (Operation read : reads) { // by their starts
      while (next < byEnd.size() && byEnd.get(next).before(read)) {
        Operation ended = byEnd.get(next++);
        longest = longest == null || ended.seen().size() > longest.seen().size() ? ended : longest;
      }
      if (longest != null && longest.seen().size() > read.seen().size()) {
        return found("a later read shows less", longest, read);
      }
    }
    return Optional.empty();
  }

  /** Whose append had ended before another one began stands before it. */
  private static Optional<Violation> realTime(
      List<Operation> reads, Map<String, Operation> appends) {
    Optional<Operation> longest =
        reads.stream().max(Comparator.comparingInt(read -> read.seen().size()));
    Operation latest = null; // of those so far, the one that began last
    for (String value : longest.map(Operation::seen).orElse(List.of())) {
      Operation append = appends.get(value);
      if (latest != null && append.before(latest)) {
        return found("appended first, and behind: " + value, append, latest, longest.get());
      }
      latest = latest == null || append.startNanos() > latest.startNanos() ? append : latest;
    }
    return Optional.empty();
  }

  private static Optional<Violation> found(String what, Operation... operations) {
    return Optional.of(new Violation(what, List.of(operations)));
  }
}
