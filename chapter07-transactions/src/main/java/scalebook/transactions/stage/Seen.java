package scalebook.transactions.stage;

import java.util.List;
import java.util.stream.Collectors;

/** All databases, and the coordinator's process. */
record Seen(String protocol, List<One> databases, String coordinator, List<Shipped> events) {
  /**
   * A database.
   *
   * @param state up, down, paused or cut
   * @param inDoubt -1 where it does not answer
   */
  record One(String database, String state, int inDoubt) {
    @Override
    public String toString() {
      String doubt = inDoubt < 0 ? "does not answer" : inDoubt + " in doubt";
      return "  %-10s %-5s %s%n".formatted(database, state, state.equals("down") ? "" : doubt);
    }
  }

  /**
   * Where events go.
   *
   * @param published by the relay, or -1 where the broker does not answer
   * @param waiting in the outbox, or -1 where the database does not answer
   */
  record Shipped(String to, String state, long published, long waiting) {
    @Override
    public String toString() {
      return "%n  kafka      %-5s %s: %s published, %s wait in the outbox"
          .formatted(state, to, known(published), known(waiting));
    }

    private static String known(long count) {
      return count < 0 ? "?" : String.valueOf(count);
    }
  }

  @Override
  public String toString() {
    return databases.stream().map(One::toString).collect(Collectors.joining())
        + "  coordinator "
        + coordinator.replace("down", "dead")
        + events.stream().map(Shipped::toString).collect(Collectors.joining());
  }
}
