package scalebook.replication.monitor;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import scalebook.replication.node.Node;

/** Makes every other node follow the primary. */
final class Followers {
  private static final long STATUS_MILLIS = 800;

  private final Nodes nodes;
  private final Consumer<String> log;
  private final Map<String, Future<?>> underWay = new ConcurrentHashMap<>();

  Followers(Nodes nodes, Consumer<String> log) {
    this.nodes = nodes;
    this.log = log;
  }

  /** Who does not follow the primary is told to. */
  void reconcile(String primary, long epoch) {
    Set<String> told = told(); // its answer may be older than what became of it
    Map<String, Node.Status> answers = nodes.all(STATUS_MILLIS, Node::status);
    Node.Status holder = answers.get(primary);
    if (holder == null || holder.role() != Node.Role.PRIMARY) {
      return;
    }
    answers.forEach(
        (node, status) -> {
          boolean follows =
              status.following().equals(primary)
                  && status.epoch() == epoch
                  && status.database().follows();
          boolean free = status.up() && !status.busy() && !told.contains(node);
          if (!node.equals(primary) && !follows && free) {
            follow(node, primary, epoch);
          }
        });
  }

  private Set<String> told() {
    return underWay.entrySet().stream()
        .filter(order -> !order.getValue().isDone())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Told once at a time: a copy takes its time. */
  void follow(String node, String primary, long epoch) {
    underWay.compute(
        node,
        (name, before) ->
            before != null && !before.isDone()
                ? before
                : nodes.later(() -> order(node, primary, epoch)));
  }

  private void order(String node, String primary, long epoch) {
    try {
      log.accept(node + " " + nodes.get(node).follow(epoch, primary));
    } catch (IOException e) {
      log.accept(node + " does not follow yet: " + e.getMessage());
    }
  }
}
