package scalebook.replication.stage;

import java.util.List;
import scalebook.replication.node.Node;

/** One primary, which clients know, and two that follow it closely. */
final class Health {
  private Health() {}

  static boolean of(List<Node.Status> all, long epoch, long mostLagMillis) {
    List<Node.Status> primaries = all.stream().filter(Node.Status::leads).toList();
    return all.size() == Topology.NAMES.size()
        && primaries.size() == 1
        && primaries.get(0).epoch() == epoch
        && all.stream()
            .filter(s -> !primaries.contains(s))
            .allMatch(s -> follows(s, primaries.get(0), mostLagMillis));
  }

  private static boolean follows(Node.Status s, Node.Status primary, long mostLagMillis) {
    return s.following().equals(primary.name())
        && s.epoch() == primary.epoch()
        && s.database().receiving()
        && s.database().applying()
        && s.lagMillis() >= 0
        && s.lagMillis() < mostLagMillis;
  }
}
