package scalebook.transactions.stage;

import java.util.List;
import java.util.stream.Collectors;

/** All databases, and the coordinator's process. */
record Seen(String protocol, List<One> databases, String coordinator) {
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

  @Override
  public String toString() {
    return databases.stream().map(One::toString).collect(Collectors.joining())
        + "  coordinator "
        + coordinator.replace("down", "dead");
  }
}
