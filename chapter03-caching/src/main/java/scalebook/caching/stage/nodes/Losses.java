package scalebook.caching.stage.nodes;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import scalebook.caching.nodes.CacheNode;
import scalebook.caching.nodes.Choice;
import scalebook.caching.nodes.Membership;
import scalebook.caching.stage.load.Zipf;

/** One of four nodes gets lost, and comes back: empty, or with what it had. */
public record Losses(Places places, int keys) {
  private static final List<String> ALL = Places.NAMES;
  private static final List<String> LEFT = ALL.subList(0, ALL.size() - 1);

  /** Without the lost node: keys that are missing, queries, the hottest node's share of reads. */
  public record Death(double missing, long queries, double hottest) {}

  /** A node's process is killed while its cache is warm. */
  public Death death(Function<List<String>, Choice> choice, boolean singleFlight) throws Exception {
    Membership membership = new Membership(choice, ALL);
    Service service = new Service(keys, nodes(), membership, true, singleFlight);
    flush();
    service.readByAll();
    double hottest = hottest(membership);
    places.kill(Places.LOST);
    membership.change(LEFT);
    Service.Cost cost = service.readByAll();
    places.start(Places.LOST);
    return new Death(cost.missing() / (double) keys, cost.queries(), hottest);
  }

  /** Popular keys: a node has all reads of each of its keys. */
  private double hottest(Membership membership) {
    Zipf zipf = new Zipf(keys, 1.0);
    Map<String, Integer> reads = new HashMap<>();
    int all = 20_000;
    for (int i = 0; i < all; i++) {
      reads.merge(membership.node(Service.key(zipf.at(i))), 1, Integer::sum);
    }
    return Collections.max(reads.values()) / (double) all;
  }

  /** Reads that get an old version after the node's return, and after it is lost once more. */
  public record Ghosts(int afterReturn, int afterSecondLoss) {}

  /**
   * Nobody reaches a node for a while, and everything is written meanwhile; twice.
   *
   * @param flush whether it is emptied before it counts as a node again
   * @param epochs whether entries of other epochs are looked at twice
   */
  public Ghosts ghosts(boolean flush, boolean epochs) throws Exception {
    Membership membership = new Membership(nodes -> Choice.ring(nodes, 100), ALL);
    Service service = new Service(keys, nodes(), membership, epochs, true);
    flush();
    service.writeAll();
    places.cut(Places.LOST);
    membership.change(LEFT);
    service.writeAll(); // ① its keys now lie elsewhere
    places.heal(Places.LOST);
    if (flush) {
      nodes().get(Places.LOST).flush();
    }
    membership.change(ALL);
    int returned = service.stale();
    service.writeAll(); // ② and now here again
    places.cut(Places.LOST);
    membership.change(LEFT);
    int lost = service.stale();
    places.heal(Places.LOST);
    return new Ghosts(returned, lost);
  }

  private Map<String, CacheNode> nodes() {
    return places.nodes();
  }

  private void flush() throws IOException {
    for (CacheNode node : nodes().values()) {
      node.flush();
    }
  }
}
