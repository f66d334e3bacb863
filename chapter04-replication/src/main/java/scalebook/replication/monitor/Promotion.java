package scalebook.replication.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import scalebook.engines.Replication.Position;
import scalebook.lab.fault.Crash;
import scalebook.replication.lease.Quorum;
import scalebook.replication.monitor.PromotionChooser.Candidate;
import scalebook.replication.node.Node;
import scalebook.replication.node.Refused;

/** A new epoch: given by the keepers, begun at the nodes, and owned by the best of them. */
final class Promotion {
  private static final long LEASE_MILLIS = 2_000;
  private static final long PREPARE_MILLIS = 4_000;
  private static final int CATCH_UP_MILLIS = 1_500;

  private final Nodes nodes;
  private final Quorum quorum;
  private final Followers followers;
  private final Crash crash;
  private final Consumer<String> log;

  Promotion(Nodes nodes, Quorum quorum, Followers followers, Crash crash, Consumer<String> log) {
    this.nodes = nodes;
    this.quorum = quorum;
    this.followers = followers;
    this.crash = crash;
    this.log = log;
  }

  /**
   * ① Nobody else may begin, ② nobody receives from the old primary, ③ the one with most applies it
   * all, ④ the others follow.
   *
   * @param preferred taken among those that received most
   */
  boolean change(long next, String preferred) {
    if (quorum.acquire(Node.LEASE, next, LEASE_MILLIS).isEmpty()) {
      return false; // the last one is not over, or somebody was quicker
    }
    crash.at("after-acquire");
    List<Candidate> candidates = new ArrayList<>();
    nodes
        .all(PREPARE_MILLIS, node -> node.prepare(next))
        .forEach(
            (node, has) ->
                candidates.add(new Candidate(node, has.voter(), has.received(), has.executed())));
    crash.at("after-prepare");
    Optional<Candidate> chosen =
        PromotionChooser.choose(candidates, nodes.names().size(), preferred);
    if (chosen.isEmpty()) {
      log.accept("epoch %d waits: only %s answered".formatted(next, candidates));
      quorum.release(Node.LEASE, next);
      return false;
    }
    String winner = chosen.get().name();
    log.accept("epoch %d is %s's, of %s".formatted(next, winner, candidates));
    try {
      quorum.renew(Node.LEASE, next, LEASE_MILLIS);
      nodes.get(winner).promote(next);
    } catch (IOException e) {
      log.accept("epoch %d did not begin: %s".formatted(next, e.getMessage()));
      return false; // whatever became of it: nobody else gets this epoch
    }
    crash.at("after-promote");
    candidates.stream()
        .map(Candidate::name)
        .filter(node -> !node.equals(winner))
        .forEach(node -> followers.follow(node, winner, next));
    crash.at("after-follow");
    return true;
  }

  /** A planned change begins: writes are refused until the next primary has everything. */
  void catchUp(String from, String to, long epoch) throws IOException {
    Position all = nodes.get(from).refuse(epoch);
    crash.at("after-refuse");
    if (!nodes.get(to).await(all, CATCH_UP_MILLIS)) {
      throw new Refused(to + " is too far behind"); // the primary accepts again by itself
    }
  }

  void handOver(String from, String to, long epoch) throws IOException {
    nodes.get(from).handOver(epoch);
    crash.at("after-hand-over");
    if (!change(epoch + 1, to)) {
      throw new Refused("the change did not end; a new primary will be chosen");
    }
  }
}
