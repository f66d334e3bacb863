package scalebook.transactions.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What a reader of a log can say of it. */
public record LogAudit(List<Entry> read) {
  public LogAudit {
    read = List.copyOf(read);
  }

  /** Entries that come after a later one of the same key; a repetition does not count. */
  public long outOfOrderPerKey() {
    return late(Entry::key, Entry::number);
  }

  /** Entries that come after a later one of any key. */
  public long outOfOrderAcross() {
    return late(entry -> "", Entry::serial);
  }

  private long late(Function<Entry, String> together, ToIntFunction<Entry> place) {
    Map<String, Integer> highest = new HashMap<>();
    long late = 0;
    for (Entry entry : new LinkedHashSet<>(read)) {
      int before = highest.getOrDefault(together.apply(entry), Integer.MIN_VALUE);
      late += place.applyAsInt(entry) < before ? 1 : 0;
      highest.put(together.apply(entry), Math.max(before, place.applyAsInt(entry)));
    }
    return late;
  }

  /** Repetitions. */
  public long twice() {
    return read.size() - distinct().size();
  }

  /** How many of these are not there. */
  public long lost(Collection<Entry> expected) {
    Set<Entry> there = distinct();
    return expected.stream().filter(entry -> !there.contains(entry)).count();
  }

  private Set<Entry> distinct() {
    return new HashSet<>(read);
  }
}
