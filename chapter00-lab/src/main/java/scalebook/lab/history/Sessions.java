package scalebook.lab.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What one client may expect of registers whose values only grow: it reads what it wrote, or newer,
 * and never less than it read before.
 */
public final class Sessions {
  private Sessions() {}

  /** {@code version} tells how new a value is; a register without a value is older than all. */
  public static Optional<Violation> check(List<Operation> history, ToLongFunction<String> version) {
    record Session(String client, String key) {}
    Map<Session, Operation> newest = new HashMap<>();
    ToLongFunction<Operation> shown =
        o ->
            o.isRead()
                ? o.seen().stream().mapToLong(version).max().orElse(Long.MIN_VALUE)
                : version.applyAsLong(o.value());
    for (Operation each :
        history.stream()
            .filter(Operation::isOk)
            .sorted(Comparator.comparingLong(Operation::startNanos))
            .toList()) {
      Session session = new Session(each.client(), each.key());
      Operation last = newest.get(session);
      boolean older = last != null && shown.applyAsLong(each) < shown.applyAsLong(last);
      if (older && each.isRead()) {
        String what = last.isRead() ? "a later read shows less" : "a client misses its own write";
        return Optional.of(new Violation(what, List.of(last, each)));
      }
      if (!older) {
        newest.put(session, each);
      }
    }
    return Optional.empty();
  }
}
