package scalebook.replication.stage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import scalebook.replication.node.Node;

/**
 * All machines, and what clients believe.
 *
 * @param parts what was done to each part
 * @param readAt replicas that readers ask
 */
record Seen(
    List<Machine> machines,
    Map<String, String> parts,
    String primary,
    long epoch,
    List<String> readAt) {
  /** What a machine says of itself: {@code silent} is all that is known of one without answer. */
  record Machine(
      String name,
      String role,
      long epoch,
      String has,
      long lagMillis,
      long leaseMillis,
      String following,
      String joined) {
    static Machine of(Node.Status s) {
      return new Machine(
          s.name(),
          s.up() ? s.role().name().toLowerCase(Locale.ROOT) : "down",
          s.epoch(),
          String.valueOf(s.database().executed()),
          s.lagMillis(),
          s.leftMillis(),
          s.role() == Node.Role.REPLICA ? s.following() : "",
          s.role() == Node.Role.PRIMARY ? "" : s.joined());
    }

    static Machine silent(String name) {
      return new Machine(name, "silent", 0, "", -1, 0, "", "");
    }

    @Override
    public String toString() {
      return role.equals("silent")
          ? "  " + name + " is silent\n"
          : "  %-4s %-9s epoch %-3d has %-12s lag %-6d lease %4d ms  %s%n"
              .formatted(name, role, epoch, has, lagMillis, leaseMillis, joined);
    }
  }

  static Seen of(Cluster cluster, Parts parts) {
    List<Machine> machines =
        cluster.saying().entrySet().stream()
            .map(m -> m.getValue().map(Machine::of).orElse(Machine.silent(m.getKey())))
            .toList();
    return new Seen(
        machines,
        parts.states(),
        cluster.primary(),
        cluster.router().epoch(),
        cluster.router().rotation());
  }

  @Override
  public String toString() {
    return machines.stream().map(Machine::toString).collect(Collectors.joining())
        + "  clients write to %s, epoch %d; they read at %s".formatted(primary, epoch, readAt);
  }
}
