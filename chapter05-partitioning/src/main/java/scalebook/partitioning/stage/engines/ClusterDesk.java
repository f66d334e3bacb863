package scalebook.partitioning.stage.engines;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.control.Verbs;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.engines.ClusterMap;
import scalebook.partitioning.engines.RedisNode;
import scalebook.partitioning.engines.RedisOrders;
import scalebook.partitioning.engines.SlotMove;
import scalebook.partitioning.store.Order;

/** The playground on a Redis Cluster: four masters, a replica of each, and an empty fifth. */
public final class ClusterDesk {
  private static final int MASTERS = 4;
  private static final int ATTEMPTS = 5;

  private final RedisCluster cluster;

  /** Takes a verb with its example and what it does. */
  public interface Desk {
    void verb(String example, String does, Verbs.Verb verb);
  }

  /** A server, and what the others know of it. */
  record Part(String node, boolean up, String role, int slots, long keys, int port) {
    @Override
    public String toString() {
      return "  %-6s %-5s %-16s %,6d slots %,6d keys  port %d%n"
          .formatted(node, up ? "up" : "down", role, slots, keys, port);
    }
  }

  /** As a node that lives sees it. */
  record State(List<Part> nodes, boolean ok) {
    @Override
    public String toString() {
      return nodes.stream().map(Part::toString).collect(Collectors.joining())
          + "  cluster_state:"
          + (ok ? "ok" : "fail");
    }
  }

  public ClusterDesk(Lab lab, List<Order> orders) {
    this.cluster = new RedisCluster(lab, MASTERS, 1, MASTERS);
    cluster.join();
    try (RedisClusterClient client = cluster.client(0, ATTEMPTS)) {
      new RedisOrders(client, "").fill(orders);
    }
  }

  public void verbs(Desk desk) {
    desk.verb("kill node0", "a server dies", words -> kill(number(words.get(0))));
    desk.verb("start node0", "it is back", words -> start(number(words.get(0))));
    desk.verb(
        "move node1 node4 100",
        "so many slots get another owner",
        w -> move(number(w.get(0)), number(w.get(1)), Integer.parseInt(w.get(2))));
  }

  /** The password stands in the environment: every user of this machine can read arguments. */
  public String ready() {
    Redis first = cluster.server(0);
    return "ready REDISCLI_AUTH=%s redis-cli -c -p %d"
        .formatted(cluster.nodes().get(0).config().getPassword(), first.port());
  }

  private int number(String name) {
    return IntStream.range(0, cluster.nodes().size())
        .filter(i -> cluster.server(i).name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no " + name));
  }

  String kill(int node) {
    cluster.server(node).kill();
    return cluster.server(node).name() + " is dead";
  }

  String start(int node) {
    cluster.server(node).start();
    return cluster.server(node).name() + " is back";
  }

  String move(int from, int to, int count) {
    ClusterMap map = cluster.living().get(0).map();
    RedisNode source = cluster.nodes().get(from);
    RedisNode target = cluster.nodes().get(to);
    List<Integer> slots =
        map.owners().getOrDefault(source.id(), new BitSet()).stream().limit(count).boxed().toList();
    List<String> masters =
        map.members().stream().filter(m -> m.is("master")).map(ClusterMap.Member::id).toList();
    if (!masters.contains(target.id())) {
      throw new IllegalArgumentException(cluster.server(to).name() + " is no master");
    }
    List<RedisNode> told =
        cluster.living().stream().filter(node -> masters.contains(node.id())).toList();
    new SlotMove(told, true, Crash.NEVER).move(slots, source, target);
    return "%d slots of %s are at %s"
        .formatted(slots.size(), cluster.server(from).name(), cluster.server(to).name());
  }

  public Record status() {
    RedisNode witness = cluster.living().get(0);
    ClusterMap map = witness.map();
    List<Part> parts =
        IntStream.range(0, cluster.nodes().size()).mapToObj(i -> part(i, map)).toList();
    return new State(parts, RedisCluster.well(witness));
  }

  private Part part(int number, ClusterMap map) {
    Redis server = cluster.server(number);
    RedisNode node = cluster.nodes().get(number);
    ClusterMap.Member member = map.member(node.id());
    String role =
        member.is("master")
            ? "master"
            : "replica of " + cluster.name(map.member(member.master()).port());
    return new Part(
        server.name(),
        server.alive(),
        role,
        member.slots().cardinality(),
        keys(server, node),
        server.port());
  }

  private static long keys(Redis server, RedisNode node) {
    if (!server.alive()) {
      return 0;
    }
    try (Jedis jedis = node.connect()) {
      return jedis.dbSize();
    }
  }
}
